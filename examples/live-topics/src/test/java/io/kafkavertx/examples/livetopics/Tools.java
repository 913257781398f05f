package io.kafkavertx.examples.livetopics;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs on a path. Each run has a deadline, after which the program and all it started are
 * killed, and nothing to read.
 */
final class Tools {
  private static final List<String> ENDINGS = List.of("", ".exe", ".cmd");
  private static final int LINES_OF_A_PROBLEM = 4;
  private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final Pattern TELLING =
      Pattern.compile("(?i)\\b(E:|errors?|fail(ed|ure)?|fatal|cannot|unable|not found)(?!\\w)");

  private final String path;
  private final Map<String, String> environment;

  Tools(String path, Map<String, String> environment) {
    this.path = path;
    this.environment = environment;
  }

  /** Those of this machine; a download that gets no connection gives up soon. */
  static Tools ofThisMachine() {
    return new Tools(
        Optional.ofNullable(System.getenv("PATH")).orElse(""),
        Map.of(
            "DEBIAN_FRONTEND", "noninteractive", "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", "5000"));
  }

  /** The first program of this name on the path. */
  Optional<Path> find(String name) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(directory -> !directory.isBlank())
        .flatMap(directory -> ENDINGS.stream().map(ending -> Path.of(directory, name + ending)))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** What it printed; or, when it does not end well and in time, why that is. */
  String run(Path directory, Duration deadline, Path program, String... arguments)
      throws Unavailable {
    Path output = null;
    try {
      output = Files.createTempFile("output", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(program.toString())
              .directory(directory.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new File(nullDevice())))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.command().addAll(List.of(arguments));
      builder.environment().putAll(environment);
      builder.environment().put("PATH", path);
      Process process = builder.start();
      boolean ended = end(process, deadline);
      List<String> lines = lines(output);
      if (ended && process.exitValue() == 0) {
        return String.join("\n", lines);
      }
      String how =
          ended
              ? " ended with status " + process.exitValue()
              : " did not end within " + deadline.toSeconds() + " s";
      String why = lines.isEmpty() ? "" : ": " + telling(lines);
      throw new Unavailable(called(program, arguments) + how + why);
    } catch (IOException e) {
      throw new Unavailable(called(program, arguments) + " cannot be run: " + e.getMessage());
    } finally {
      delete(output);
    }
  }

  private static boolean end(Process process, Duration deadline) {
    try {
      return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String called(Path program, String... arguments) {
    return "\"" + program + " " + String.join(" ", arguments) + "\"";
  }

  private static List<String> lines(Path output) throws IOException {
    String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    return COLOURS
        .matcher(text)
        .replaceAll("")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** The lines that speak of an error, each once; where none does, the last. */
  private static String telling(List<String> lines) {
    List<String> errors =
        lines.stream()
            .filter(line -> TELLING.matcher(line).find() && !line.startsWith("at "))
            .distinct()
            .limit(LINES_OF_A_PROBLEM)
            .toList();
    int from = Math.max(0, lines.size() - LINES_OF_A_PROBLEM);
    return String.join(" | ", errors.isEmpty() ? lines.subList(from, lines.size()) : errors);
  }

  private static String nullDevice() {
    return File.separatorChar == '\\' ? "NUL" : "/dev/null";
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
