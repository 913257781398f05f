package io.kafkavertx.internal.fetch;

import io.kafkavertx.ConfigException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** What {@code auto.offset.reset} says. */
public final class ResetPolicy {
  /** Timestamps with a meaning of their own in ListOffsets. */
  public static final long LATEST = -1;

  public static final long EARLIEST = -2;

  /** The record with the largest timestamp; no policy, but asked for in the same way. */
  public static final long MAX_TIMESTAMP = -3;

  private static final String BY_DURATION = "by_duration:";

  private final String text;
  private final boolean isNone;
  private final long special;
  private final Duration age;

  private ResetPolicy(String text, boolean isNone, long special, Duration age) {
    this.text = text;
    this.isNone = isNone;
    this.special = special;
    this.age = age;
  }

  /**
   * Reads the option.
   *
   * @throws ConfigException when it is none of the allowed values
   */
  public static ResetPolicy parse(String text) {
    String lower = text.trim().toLowerCase(Locale.ROOT);
    switch (lower) {
      case "earliest":
        return new ResetPolicy(lower, false, EARLIEST, null);
      case "latest":
        return new ResetPolicy(lower, false, LATEST, null);
      case "none":
        return new ResetPolicy(lower, true, 0, null);
      default:
        break;
    }
    if (lower.startsWith(BY_DURATION)) {
      try {
        Duration age = Duration.parse(lower.substring(BY_DURATION.length()));
        if (!age.isNegative()) {
          return new ResetPolicy(lower, false, 0, age);
        }
      } catch (DateTimeParseException e) {
        throw new ConfigException(complaint(text), e);
      }
    }
    throw new ConfigException(complaint(text));
  }

  private static String complaint(String text) {
    return "autoOffsetReset must be earliest, latest, none or by_duration: with an ISO-8601"
        + " duration that is not negative (by_duration:P1D), but is '"
        + text
        + "'";
  }

  /** True when there is no choice but an error. */
  public boolean isNone() {
    return isNone;
  }

  /** True when reading begins with what is written from now on. */
  boolean isLatest() {
    return special == LATEST;
  }

  /**
   * What to ask ListOffsets for: {@link #EARLIEST}, {@link #LATEST} or a time in milliseconds since
   * 1970.
   */
  public long timestamp(long wallMillis) {
    return age == null ? special : Math.max(0, wallMillis - age.toMillis());
  }

  @Override
  public String toString() {
    return text;
  }
}
