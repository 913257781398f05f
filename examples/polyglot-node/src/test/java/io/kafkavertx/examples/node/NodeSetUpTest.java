package io.kafkavertx.examples.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of the examples say on machines that lack something. */
@DisabledOnOs(OS.WINDOWS)
final class NodeSetUpTest {
  @TempDir Path directory;

  @Test
  void withoutNodeItIsNamedWithTheRemedy() throws Exception {
    assertThat(lack()).startsWith("there is no Node.js on the PATH. Install Node.js 18 or newer");
  }

  @Test
  void aNodeThatIsTooOldOrBrokenIsNamedWithWhatItSays() throws Exception {
    program("node", "echo v16.20.2");
    assertThat(lack()).startsWith(directory + "/node says it is \"v16.20.2\". Install Node.js 18");
    program("node", "echo 'libnode.so: not found' >&2; exit 127");
    assertThat(lack()).contains("says it is \"libnode.so: not found\". Install Node.js 18");
    Files.writeString(directory.resolve("node"), "#!/no/such/interpreter\n");
    assertThat(lack()).contains("No such file").contains("Install Node.js 18");
  }

  @Test
  void withoutNpmItIsNamedWithTheRemedy() throws Exception {
    program("node", "echo v20.20.2");
    assertThat(lack()).startsWith("there is no npm on the PATH. Install Node.js 18");
  }

  @Test
  void withoutANetworkTheReasonIsThatOfNpm() throws Exception {
    program("node", "echo v20.20.2");
    program("npm", "echo 'npm error code ENOTFOUND'; exit 1");
    assertThat(lack()).contains("needs a network").endsWith("npm error code ENOTFOUND");
    program("npm", "exit 0");
    assertThat(new NodeSetUp(directory.toString()).install(directory)).isEmpty();
  }

  @Test
  void aLockFileThatDoesNotFitIsAFailure() throws Exception {
    program("node", "echo v20.20.2");
    program("npm", "echo 'npm error code EUSAGE'; exit 1");
    assertThatThrownBy(this::lack).hasMessageContaining("EUSAGE");
  }

  private String lack() throws IOException, InterruptedException {
    return new NodeSetUp(directory.toString()).install(directory).orElseThrow();
  }

  private void program(String name, String script) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
