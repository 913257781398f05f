package io.kafkavertx.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** A file for {@code --config}. */
final class PropertiesFile {
  private PropertiesFile() {}

  static Map<String, String> read(Path named, Terminal terminal) {
    String fromEnvironment = terminal.environment("KAFKA_VERTX_CONFIG");
    Path file = named != null || fromEnvironment == null ? named : Path.of(fromEnvironment);
    if (file == null) {
      return Map.of();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw CliException.usage("there is no configuration file " + file + ".");
    } catch (IOException | IllegalArgumentException e) {
      throw CliException.usage("the configuration file " + file + " cannot be read: " + e);
    }
    Map<String, String> read = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> read.put(key, properties.getProperty(key)));
    return read;
  }
}
