package io.kafkavertx.tests.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, for what other tests in the same JVM would disturb. */
public final class ChildProcess {
  private ChildProcess() {}

  /** The class path of the tests; Surefire hides it in the manifest of a jar. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /**
   * Runs {@code java} with these arguments until it ends by itself; fails when it does not end
   * well.
   *
   * @param log where what it prints goes
   * @return the lines that it has printed
   */
  public static List<String> run(Path log, List<String> arguments) throws Exception {
    return run(Path.of(System.getProperty("java.home")), log, arguments);
  }

  /**
   * The same with another JDK.
   *
   * @param home where it is
   */
  public static List<String> run(Path home, Path log, List<String> arguments) throws Exception {
    Path java = home.resolve("bin").resolve("java");
    List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx256m"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended: %s", read(log)).isTrue();
      assertThat(process.exitValue()).as(String.join("\n", read(log))).isZero();
      return read(log);
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> read(Path log) throws IOException {
    return Files.readAllLines(log, StandardCharsets.UTF_8);
  }
}
