package io.kafkavertx.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a command talks to: the standard streams, the environment, and whoever presses Ctrl-C. */
final class Terminal {
  private static final int DEFAULT_WIDTH = 80;

  private final InputStream in;
  private final OutputStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final boolean outIsTerminal;
  private final boolean outIsFile;
  private final boolean errIsTerminal;
  private final List<Runnable> stopHandlers = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;

  Terminal(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Map<String, String> environment,
      boolean outIsTerminal,
      boolean outIsFile,
      boolean errIsTerminal) {
    this.in = in;
    this.out = out;
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.environment = environment;
    this.outIsTerminal = outIsTerminal;
    this.outIsFile = outIsFile;
    this.errIsTerminal = errIsTerminal;
  }

  /** That of the process. */
  static Terminal system() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        // Not System.out, which hides that its reader has gone.
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        System.getenv(),
        isTerminal(1),
        isFile(1),
        isTerminal(2));
  }

  // Where /proc does not tell. From JDK 22 on a console may be no terminal: then the worst is a
  // progress line in a file.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal(int descriptor) {
    String target = target(descriptor);
    return target == null
        ? System.console() != null
        : target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
  }

  private static boolean isFile(int descriptor) {
    String target = target(descriptor);
    return !isTerminal(descriptor) && (target == null || target.startsWith("/"));
  }

  /** What it is open for, where the system tells; a pipe is no path. */
  private static String target(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : null;
    } catch (IOException e) {
      return null;
    }
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  String environment(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  boolean outIsTerminal() {
    return outIsTerminal;
  }

  /** Neither a screen nor a pipe, at whose end there may be one. */
  boolean outIsFile() {
    return outIsFile;
  }

  boolean errIsTerminal() {
    return errIsTerminal;
  }

  /** Columns, for text that is wrapped. */
  int width() {
    String columns = environment.get("COLUMNS");
    if (columns != null && columns.matches("[1-9][0-9]{1,3}")) {
      return Math.max(20, Integer.parseInt(columns));
    }
    return DEFAULT_WIDTH;
  }

  /** Asks for a secret, which is not shown; null when there is nobody to ask. */
  @SuppressWarnings("SystemConsoleNull")
  String askSecret(String prompt) {
    if (!errIsTerminal || !isTerminal(0)) {
      return null;
    }
    Console console = System.console();
    char[] answer = console == null ? null : console.readPassword("%s", prompt);
    return answer == null ? null : new String(answer);
  }

  /**
   * The user wants it to end.
   *
   * @return true when a handler has done all that there was to do
   */
  boolean stop() {
    stopped = true;
    stopHandlers.forEach(Runnable::run);
    return !stopHandlers.isEmpty();
  }

  boolean stopped() {
    return stopped;
  }

  /** Called by the thread that stops, for commands that wait where nothing wakes them. */
  void onStop(Runnable handler) {
    stopHandlers.add(handler);
  }
}
