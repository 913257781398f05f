package io.kafkavertx.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
final class Figures {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Figures() {}

  /** With commas: 1,234,567. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String records(long number) {
    return count(number) + (number == 1 ? " record" : " records");
  }

  /** 12.3 MB. */
  static String bytes(double number) {
    int unit = 0;
    double rest = number;
    while (rest >= 1000 && unit < UNITS.length - 1) {
      rest /= 1000;
      unit++;
    }
    return unit == 0
        ? (long) rest + " B"
        : String.format(Locale.ROOT, rest < 10 ? "%.1f %s" : "%.0f %s", rest, UNITS[unit]);
  }

  /** 0.4 s, 12 s, 2:05, 1:02:03. */
  static String time(Duration time) {
    double seconds = time.toNanos() / 1e9;
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** 0.42 ms. */
  static String millis(long nanos) {
    return String.format(Locale.ROOT, nanos < 10_000_000 ? "%.2f ms" : "%.1f ms", nanos / 1e6);
  }
}
