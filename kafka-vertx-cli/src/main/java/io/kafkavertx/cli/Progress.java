package io.kafkavertx.cli;

import java.time.Duration;

/**
 * A line on the standard error that is written over and over; nothing where that is no terminal.
 */
final class Progress implements AutoCloseable {
  private static final long INTERVAL_NANOS = 200_000_000L;
  private static final long PATIENCE_NANOS = 1_000_000_000L;
  private static final int BAR = 24;

  private final Terminal terminal;
  private final boolean enabled;
  private final long start = System.nanoTime();
  private long last = start;
  private boolean shown;

  /**
   * @param enabled false where records may appear on the same screen
   */
  Progress(Terminal terminal, boolean enabled) {
    this.terminal = terminal;
    this.enabled = enabled && terminal.errIsTerminal();
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** True now and then: when it is time for another {@link #show}. */
  boolean due() {
    if (!enabled) {
      return false;
    }
    long now = System.nanoTime();
    return now - last >= INTERVAL_NANOS && now - start >= PATIENCE_NANOS;
  }

  /**
   * Shows how far it is.
   *
   * @param records so far
   * @param bytes so far
   * @param done of {@code total}, in whichever unit
   * @param total how much there will be; 0 when that is not known
   */
  void show(long records, long bytes, long done, long total) {
    last = System.nanoTime();
    double seconds = Math.max(1e-3, elapsed().toNanos() / 1e9);
    String rates =
        Figures.records(records)
            + ", "
            + Figures.bytes((double) bytes)
            + ", "
            + Figures.count(Math.round(records / seconds))
            + " records/s, "
            + Figures.bytes(bytes / seconds)
            + "/s";
    String line = total > 0 ? bar(done, total, seconds) + "  " + rates : rates;
    int width = terminal.width() - 1;
    terminal
        .err()
        .print("\r" + (line.length() > width ? line.substring(0, width) : line) + "\u001b[K");
    terminal.err().flush();
    shown = true;
  }

  private static String bar(long done, long total, double seconds) {
    double share = Math.min(1, (double) done / total);
    int full = (int) (share * BAR);
    String left =
        share > 0.02 && share < 1
            ? "  "
                + Figures.time(Duration.ofMillis((long) (1000 * seconds * (1 - share) / share)))
                + " left"
            : "";
    return "["
        + "#".repeat(full)
        + ".".repeat(BAR - full)
        + "] "
        + (int) (share * 100)
        + " %"
        + left;
  }

  /** Takes the line away, before something else is written to the standard error. */
  void clear() {
    if (shown) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
      shown = false;
    }
  }

  @Override
  public void close() {
    clear();
  }
}
