package io.kafkavertx.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Logging is for those who ask with {@code -v}; what all need to know is said by the commands. */
final class Logs {
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger OURS = Logger.getLogger("io.kafkavertx");
  private static volatile boolean wanted;

  private Logs() {}

  /** Before anything logs. */
  static void quiet() {
    System.setProperty(
        "vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.JULLogDelegateFactory");
    System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s %3$s: %5$s%6$s%n");
    LogManager.getLogManager().reset();
    ROOT.setLevel(Level.OFF);
    OURS.setLevel(null);
    wanted = false;
  }

  /** {@code -v}: warnings and notes; {@code -vv}: what the client does; {@code -vvv}: all of it. */
  static void verbose(int times) {
    if (times == 0) {
      return;
    }
    wanted = true;
    Level level = times == 1 ? Level.INFO : times == 2 ? Level.FINE : Level.ALL;
    Handler handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    ROOT.addHandler(handler);
    ROOT.setLevel(Level.WARNING);
    OURS.setLevel(level);
  }

  static boolean wanted() {
    return wanted;
  }
}
