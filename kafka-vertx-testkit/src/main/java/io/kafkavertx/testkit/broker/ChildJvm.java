package io.kafkavertx.testkit.broker;

import io.kafkavertx.testkit.broker.child.BrokerMain;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One process with a JVM in it, whose first class is {@link BrokerMain}. It dies with this process:
 * by a shutdown hook here, and by the end of its standard input where this process had no time for
 * hooks.
 */
final class ChildJvm {
  private static final Set<ChildJvm> LIVE = ConcurrentHashMap.newKeySet();
  private static final String LAUNCHER = BrokerMain.class.getName().replace('.', '/') + ".class";

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ChildJvm::endAll, "broker-cleanup"));
  }

  /**
   * What to run.
   *
   * @param name for messages
   * @param javaHome the JDK
   * @param flags of the JVM
   * @param classPath of the broker
   * @param mode of {@link BrokerMain}
   * @param root the directory that belongs to the process and goes with it
   * @param arguments after the root directory
   * @param log where standard output and error go
   * @param archive of the classes on the class path; null for none
   */
  record Spec(
      String name,
      Path javaHome,
      List<String> flags,
      String classPath,
      String mode,
      Path root,
      List<String> arguments,
      Path log,
      ClassArchive archive) {
    Spec(
        String name,
        Path javaHome,
        List<String> flags,
        String classPath,
        String mode,
        Path root,
        List<String> arguments,
        Path log) {
      this(name, javaHome, flags, classPath, mode, root, arguments, log, null);
    }
  }

  private final Spec spec;
  private final Process process;
  private Process pause;

  private ChildJvm(Spec spec, Process process) {
    this.spec = spec;
    this.process = process;
  }

  static ChildJvm start(Spec spec) {
    try {
      List<String> command = new ArrayList<>();
      command.add(spec.javaHome().resolve("bin").resolve("java").toString());
      command.addAll(spec.flags());
      Path launcher;
      if (spec.archive() == null) {
        launcher = launcher(spec.root());
      } else {
        command.addAll(spec.archive().flags());
        launcher = spec.archive().launcher();
      }
      command.add("-cp");
      command.add(launcher + java.io.File.pathSeparator + spec.classPath());
      command.add(BrokerMain.class.getName());
      command.add(spec.mode());
      command.add(spec.root().toString());
      command.addAll(spec.arguments());
      ProcessBuilder builder = new ProcessBuilder(command).directory(spec.root().toFile());
      // Agents and class paths meant for this process would break or slow down the child.
      builder
          .environment()
          .keySet()
          .removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"));
      Files.createDirectories(spec.log().getParent());
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
      ChildJvm child = new ChildJvm(spec, builder.start());
      LIVE.add(child);
      return child;
    } catch (IOException e) {
      throw new BrokerException("Cannot start the process of " + spec.name() + ": " + e, e);
    }
  }

  /**
   * The launcher as a file, because it may be inside a jar that must not be on the broker's class
   * path.
   */
  private static Path launcher(Path root) throws IOException {
    Path directory = root.resolve("launcher");
    Path file = directory.resolve(LAUNCHER);
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      try (InputStream in = BrokerMain.class.getResourceAsStream("BrokerMain.class")) {
        Files.copy(in, file);
      }
    }
    return directory;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  synchronized boolean isPaused() {
    return pause != null;
  }

  /** What to say about a process that ended by itself. */
  String exit() {
    return "exit code " + process.exitValue();
  }

  /** Waits for a command to end by itself with exit code 0, and kills it if it does not. */
  boolean finish(int seconds) {
    boolean done = awaitExit(seconds) && process.exitValue() == 0;
    kill();
    return done;
  }

  /** Kills it and waits for its end. */
  void kill() {
    process.destroyForcibly();
    awaitExit(30);
    endPause();
    LIVE.remove(this);
  }

  /** Asks it to end and waits, and kills it if it does not. Returns whether it ended by itself. */
  boolean stop(int seconds) {
    endPause();
    try {
      OutputStream out = process.getOutputStream();
      out.write("stop\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      process.destroy();
    }
    boolean ended = awaitExit(seconds);
    kill();
    return ended;
  }

  /**
   * Stops the process by a small shell that holds it: when the shell's input ends, by {@link
   * #resume()} or by the death of this JVM, it lets the process go on. Otherwise a paused broker
   * would never notice that its parent is gone.
   */
  synchronized void pause() {
    if (pause != null || !process.isAlive()) {
      throw new BrokerException(spec.name() + " is not running, so it cannot be paused");
    }
    try {
      String script = "kill -STOP \"$1\" && echo held; read line; kill -CONT \"$1\"";
      Process holder =
          new ProcessBuilder("sh", "-c", script, "hold", Long.toString(process.pid()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      byte[] answer = holder.getInputStream().readNBytes("held".length());
      if (answer.length == 0) {
        throw new BrokerException("Cannot pause " + spec.name() + ": kill -STOP failed");
      }
      pause = holder;
    } catch (IOException e) {
      throw new BrokerException("Cannot pause " + spec.name() + " (this needs a Unix shell)", e);
    }
  }

  synchronized void resume() {
    if (pause == null) {
      throw new BrokerException(spec.name() + " is not paused");
    }
    endPause();
  }

  private synchronized void endPause() {
    if (pause == null) {
      return;
    }
    try {
      pause.getOutputStream().close();
      pause.waitFor(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new BrokerException("Cannot resume " + spec.name(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pause = null;
  }

  private boolean awaitExit(int seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** For the shutdown hook. Directories of children that are down already go, too. */
  private static void endAll() {
    LIVE.forEach(child -> child.process.destroyForcibly());
    for (ChildJvm child : LIVE) {
      child.awaitExit(5);
      Directories.delete(child.spec.root());
    }
    Directories.deleteTemporary();
  }
}
