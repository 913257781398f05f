package io.kafkavertx.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Children must not outlive their parent, whichever way it goes. */
class ChildJvmTest {
  @TempDir Path directory;

  /** A child that would run forever. */
  public static final class Endless {
    public static void main(String[] args) throws InterruptedException {
      System.out.println("running");
      Thread.currentThread().join();
    }
  }

  /** A parent: starts a child, pauses it if it is told to, says so and waits. */
  static final class Parent {
    public static void main(String[] args) throws Exception {
      Path root = Path.of(args[0]);
      if (args[1].equals("down")) {
        root = Directories.temporary("down");
        Files.writeString(Path.of(args[0], "where"), root.toString());
      }
      ChildJvm child = endless(root);
      if (args[1].equals("paused")) {
        child.pause();
      }
      if (args[1].equals("down")) {
        child.kill();
      }
      System.out.println(child.pid());
      if (args[1].equals("exiting") || args[1].equals("down")) {
        System.exit(0);
      }
      Thread.currentThread().join();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"running", "paused"})
  void aChildAndItsDataGoWhenTheParentIsKilled(String state) throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    Process parent = parent(root, state);
    ProcessHandle child = child(parent);
    assertThat(child.isAlive()).isTrue();

    parent.destroyForcibly().waitFor();

    child.onExit().get(60, TimeUnit.SECONDS);
    assertThat(root).doesNotExist();
  }

  @Test
  void aChildAndItsDataGoWhenTheParentExits() throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    Process parent = parent(root, "exiting");
    String line = parent.inputReader(StandardCharsets.US_ASCII).readLine();

    assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();

    ProcessHandle.of(Long.parseLong(line))
        .ifPresent(child -> assertThat(child.isAlive()).isFalse());
    assertThat(root).doesNotExist();
  }

  @Test
  void aPausedChildStandsStillAndGoesOn() throws Exception {
    ChildJvm child = endless(Files.createDirectory(directory.resolve("root")));
    try {
      child.pause();
      assertThat(child.isPaused()).isTrue();
      assertThat(processState(child.pid())).isEqualTo("T");
      child.resume();
      assertThat(child.isPaused()).isFalse();
      assertThat(processState(child.pid())).isNotEqualTo("T");
    } finally {
      child.kill();
    }
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void aPausedChildCanBeStoppedInOrder() throws Exception {
    ChildJvm child = endless(Files.createDirectory(directory.resolve("root")));
    child.pause();

    assertThat(child.stop(60)).isTrue();

    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void theDataOfAChildThatIsDownGoesWhenTheParentExits() throws Exception {
    Path note = Files.createDirectory(directory.resolve("root"));
    Process parent = parent(note, "down");

    assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(Path.of(Files.readString(note.resolve("where")))).doesNotExist();
  }

  private static ChildJvm endless(Path root) throws IOException {
    Path log = root.resolve("child.log");
    ChildJvm child =
        ChildJvm.start(
            new ChildJvm.Spec(
                "endless",
                Path.of(System.getProperty("java.home")),
                List.of("-Xmx32m"),
                System.getProperty("java.class.path"),
                "tool",
                root,
                List.of(Endless.class.getName()),
                log));
    Deadline deadline = Deadline.in(Duration.ofSeconds(60));
    while (!Files.readString(log).contains("running")) {
      if (deadline.isOver() || !child.isAlive()) {
        throw new IllegalStateException("The child did not start: " + Files.readString(log));
      }
      deadline.pause();
    }
    return child;
  }

  private static Process parent(Path root, String state) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName(),
            root.toString(),
            state)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static ProcessHandle child(Process parent) throws IOException {
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.US_ASCII));
    return ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
  }

  private static String processState(long pid) throws IOException, InterruptedException {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    if (Files.exists(stat)) {
      return Files.readString(stat).replaceFirst("^.*\\) (\\w).*\\s*$", "$1");
    }
    Process ps = new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(pid)).start();
    String state = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    ps.waitFor();
    return state.strip();
  }
}
