package io.kafkavertx.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar and the scripts in {@code bin}, by the lines of the guides, in a shell. */
@Tag("slow")
@Timeout(240)
final class ScriptsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path CLI = ROOT.resolve("docs/cli.md");
  private static final Path BY_HAND = ROOT.resolve("docs/protocol-by-hand.md");

  @TempDir Path directory;

  @BeforeAll
  static void isPackaged() {
    assumeTrue(
        Files.exists(Path.of("target/kafka-vertx-cli.jar")),
        "there is no kafka-vertx-cli.jar before the phase 'package': the scripts were not run");
  }

  @Test
  void theJarAndTheScriptShowTheHelp() throws Exception {
    assertThat(run(CLI, "java -jar kafka-vertx-cli/target/kafka-vertx-cli.jar --help", ""))
        .contains("Usage: kafka-vertx", "consume", "groups");
    assertThat(run(CLI, "bin/kafka-vertx --help", "")).contains("Usage: kafka-vertx");
  }

  @Test
  void bashLearnsToCompleteCommands() throws Exception {
    assertThat(run(CLI, "source <(bin/kafka-vertx completion)", "", "; complete -p kafka-vertx"))
        .contains("complete", "kafka-vertx");
  }

  @Test
  void theArchiveOfWhatTheJvmLoadsChangesNoOutput() throws Exception {
    removeArchives();
    try {
      String first = fails("bin/kafka-vertx topics -b 127.0.0.1:1");
      assertThat(first).startsWith("kafka-vertx topics: 127.0.0.1:1: nothing listens there");
      List<Path> archives = archives();
      assertThat(archives).hasSize(1);
      assertThat(fails("bin/kafka-vertx topics -b 127.0.0.1:1")).isEqualTo(first);
      Files.delete(archives.get(0));
      Files.writeString(archives.get(0), "half of an archive");
      assertThat(fails("bin/kafka-vertx topics -b 127.0.0.1:1")).isEqualTo(first);
    } finally {
      removeArchives();
    }
  }

  @Test
  void jshellStartsWithTheProtocolAtHand() throws Exception {
    String input = "frame(new ApiVersionsRequest(), 0).length\n/exit\n";
    assertThat(run(BY_HAND, "bin/kafka-vertx-jshell", input)).contains("==> 21");
  }

  @Test
  void whatThePageSaysInPlaceOfTheScriptIsWhatTheScriptDoes() throws IOException {
    String script = Files.readString(ROOT.resolve("bin/kafka-vertx-jshell"));
    String line =
        script
            .substring(script.indexOf("\nexec ") + "\nexec ".length())
            .replace("\"$@\"", "")
            .replace("$jshell", "jshell")
            .replace("$jar", "kafka-vertx-cli/target/kafka-vertx-cli.jar")
            .replace("$here/", "")
            .replace("\"", "")
            .strip();
    assertThat(Files.readAllLines(BY_HAND)).contains(line);
  }

  /** What a line of a page prints, which bash runs where the reader would. */
  private String run(Path page, String line, String input, String... more) throws Exception {
    assertThat(Files.readString(page)).contains(line);
    return run(line + String.join("", more), input, ExitCode.OK);
  }

  private String fails(String line) throws Exception {
    return run(line, "", ExitCode.UNREACHABLE);
  }

  private static List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  private static void removeArchives() throws IOException {
    for (Path archive : archives()) {
      Files.delete(archive);
    }
  }

  private String run(String line, String input, int exitCode) throws Exception {
    Path output = directory.resolve("output");
    Path java = Path.of(System.getProperty("java.home"));
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", line)
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", java.toString());
    builder
        .environment()
        .merge("PATH", java.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
    Process process = builder.start();
    try {
      type(input, process);
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(line).isTrue();
      String printed = Files.readString(output);
      assertThat(process.exitValue()).as("%s: %s", line, printed).isEqualTo(exitCode);
      return printed;
    } finally {
      process.destroyForcibly();
    }
  }

  private static void type(String input, Process process) throws IOException {
    try (OutputStream keyboard = process.getOutputStream()) {
      keyboard.write(input.getBytes(StandardCharsets.UTF_8));
    }
  }
}
