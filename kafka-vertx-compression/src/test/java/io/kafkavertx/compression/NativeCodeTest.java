package io.kafkavertx.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users are told where the native code of a codec does not load: each in a JVM of its own. */
class NativeCodeTest {
  @TempDir Path directory;

  @Test
  void anUnknownPlatformIsNamedAndSoAreTheCodecsThatWork() throws Exception {
    List<String> lines = run("-Dos.arch=pdp11");
    assertThat(lines).filteredOn("gzip: works"::equals).hasSize(2);
    assertThat(lines).filteredOn("lz4: works"::equals).hasSize(2);
    for (String codec : List.of("snappy", "zstd")) {
      assertThat(lines)
          .filteredOn(line -> line.startsWith(codec + ": "))
          .hasSize(2)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .startsWith(codec + ": UnsupportedOperationException: " + codec)
                      .contains(System.getProperty("os.name") + " pdp11")
                      .contains("choose gzip or lz4"));
    }
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsNamedWithTheRemedy() throws Exception {
    String nowhere = Files.createFile(directory.resolve("file")).resolve("below").toString();
    List<String> lines =
        run("-Dorg.xerial.snappy.tempdir=" + nowhere, "-DZstdTempFolder=" + nowhere);
    for (String[] codec :
        new String[][] {{"snappy", "org.xerial.snappy.tempdir"}, {"zstd", "ZstdTempFolder"}}) {
      assertThat(lines)
          .filteredOn(line -> line.startsWith(codec[0] + ": "))
          .hasSize(2)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .startsWith(codec[0] + ": UnsupportedOperationException: ")
                      .contains("unpacked into " + nowhere)
                      .contains("system property " + codec[1]));
    }
  }

  @Test
  void hereAllOfThemWork() throws Exception {
    assertThat(run()).hasSize(8).allMatch(line -> line.endsWith(": works"));
  }

  private List<String> run(String... properties) throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(properties));
    command.add("-cp");
    // Surefire hides the class path in the manifest of a jar.
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(NativeCodeMain.class.getName());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended").isTrue();
      List<String> lines = Files.readAllLines(output);
      assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
      return lines.stream().filter(line -> line.matches("(gzip|snappy|lz4|zstd): .*")).toList();
    } finally {
      process.destroyForcibly();
    }
  }
}
