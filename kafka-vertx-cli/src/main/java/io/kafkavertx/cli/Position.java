package io.kafkavertx.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;

/**
 * A place in a partition.
 *
 * @param number the offset, how many records before the end, or milliseconds since 1970
 */
record Position(Kind kind, long number) {
  enum Kind {
    BEGINNING,
    END,
    OFFSET,
    BEFORE_END,
    TIME
  }

  static final Position START = new Position(Kind.BEGINNING, 0);
  static final Position FINISH = new Position(Kind.END, 0);

  /**
   * Reads {@code beginning}, {@code end}, {@code 42}, {@code -10}, {@code @1700000000000},
   * {@code @2026-11-22T10:00:00Z}, {@code @2026-11-22} (of this machine's time zone) or
   * {@code @-1h}.
   *
   * @param option for messages
   */
  static Position parse(String text, String option, Instant now) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "beginning", "earliest", "start" -> {
        return START;
      }
      case "end", "latest" -> {
        return FINISH;
      }
      default -> {}
    }
    if (text.matches("[0-9]{1,18}")) {
      return new Position(Kind.OFFSET, Long.parseLong(text));
    }
    if (text.matches("-[0-9]{1,18}")) {
      return new Position(Kind.BEFORE_END, -Long.parseLong(text));
    }
    if (text.startsWith("@")) {
      return new Position(Kind.TIME, time(text.substring(1), option, now));
    }
    throw CliException.usage(
        option
            + " is '"
            + text
            + "'; it can be beginning, end, an offset such as 42, -10 (the last ten of each"
            + " partition), or a time: @2026-11-22T10:00:00Z, @2026-11-22, @-1h, or @ and"
            + " milliseconds since 1970.");
  }

  private static long time(String text, String option, Instant now) {
    if (text.matches("[0-9]{1,18}")) {
      return Long.parseLong(text);
    }
    if (text.startsWith("-")) {
      Duration ago = Durations.parse(text.substring(1));
      if (ago != null) {
        return now.minus(ago).toEpochMilli();
      }
    }
    try {
      if (text.length() <= 10) {
        return LocalDate.parse(text)
            .atStartOfDay(ZoneId.systemDefault())
            .toInstant()
            .toEpochMilli();
      }
      return text.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})")
          ? OffsetDateTime.parse(text).toInstant().toEpochMilli()
          : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      throw CliException.usage(
          option + " is '@" + text + "', which is no time such as @2026-11-22T10:00:00Z or @-1h.");
    }
  }
}
