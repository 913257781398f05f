package io.kafkavertx.testkit.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Flags that every child needs whatever its release: what one release needs does not harm another.
 */
final class JvmFlags {
  private JvmFlags() {}

  static List<String> logging(Path root, BrokerOptions options) {
    Path file = root.resolve("log4j.properties");
    String level = options.logLevel().toUpperCase(Locale.ROOT);
    try {
      Files.writeString(
          file,
          "log4j.rootLogger="
              + level
              + ", out\n"
              + "log4j.appender.out=org.apache.log4j.ConsoleAppender\n"
              + "log4j.appender.out.layout=org.apache.log4j.PatternLayout\n"
              + "log4j.appender.out.layout.ConversionPattern=%d{HH:mm:ss,SSS} %p %m (%c)%n\n");
    } catch (IOException e) {
      throw new BrokerException("Cannot write " + file + ": " + e, e);
    }
    return List.of(
        "-Djava.awt.headless=true",
        "-Dlog4j.configuration=" + file.toUri(),
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=" + options.logLevel(),
        "-Dorg.slf4j.simpleLogger.showDateTime=true",
        "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss,SSS",
        // snappy-java of the time of 0.8.0 and 0.8.1 loads its native code by a back door.
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        // reload4j has no JMX package, which ZooKeeper 3.4 looks for.
        "-Dzookeeper.jmx.log4j.disable=true",
        // ZooKeeper 3.5 and later answer no such question unless told to.
        "-Dzookeeper.4lw.commands.whitelist=dump",
        // ZooKeeper 3.5 and later would open port 8080.
        "-Dzookeeper.admin.enableServer=false");
  }

  /**
   * Brokers before 1.1 read who may log in from a file of the JVM's; none is written for others.
   */
  static List<String> jaas(Path root, BrokerOptions options) {
    List<String> entries =
        options.extraListeners().stream()
            .flatMap(listener -> listener.jaasEntries(options.kafkaVersion()).stream())
            .toList();
    if (entries.isEmpty()) {
      return List.of();
    }
    Path file = root.resolve("jaas.conf");
    try {
      Files.writeString(file, "KafkaServer {\n  " + String.join("\n  ", entries) + "\n};\n");
    } catch (IOException e) {
      throw new BrokerException("Cannot write " + file + ": " + e, e);
    }
    return List.of(
        "-Djava.security.auth.login.config=" + file,
        // The file says nothing of ZooKeeper, which is asked without a login.
        "-Dzookeeper.sasl.client=false");
  }
}
