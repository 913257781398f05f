package io.kafkavertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a guide's column "unit, range" says of an option, held against what the option takes.
 *
 * @param told the cell: {@code ms, > 0}, {@code bytes, >= 1024}, {@code 1 to 1000}, {@code
 *     boolean}, constants in backquotes, or words
 */
record OptionRange(String told) {
  private static final Pattern ABOVE = Pattern.compile("> (\\d+)");
  private static final Pattern AT_LEAST = Pattern.compile(">= (\\d+)");
  private static final Pattern FROM_TO = Pattern.compile("(\\d+) to (\\d+)");

  void check(String name, Option<?, ?> option, Supplier<?> fresh) {
    OptionType<?> type = option.type();
    assertThat(told.startsWith("ms"))
        .as("%s is in ms", name)
        .isEqualTo(type.equals(OptionType.MILLIS));
    assertThat(told.equals("boolean"))
        .as("%s is a boolean", name)
        .isEqualTo(type.equals(OptionType.BOOLEAN));
    if (type.description().startsWith("one of [")) {
      for (String constant : type.description().replaceAll(".*\\[|\\]", "").split(", ", -1)) {
        assertThat(told).as("the constants of %s", name).contains("`" + constant + "`");
      }
    }
    Matcher above = ABOVE.matcher(told);
    Matcher atLeast = AT_LEAST.matcher(told);
    Matcher fromTo = FROM_TO.matcher(told);
    if (above.find()) {
      bounds(name, option, fresh, Long.parseLong(above.group(1)) + 1);
    } else if (atLeast.find()) {
      bounds(name, option, fresh, Long.parseLong(atLeast.group(1)));
    } else if (fromTo.find() && !told.contains("brokers")) {
      bounds(name, option, fresh, Long.parseLong(fromTo.group(1)));
      long greatest = Long.parseLong(fromTo.group(2));
      assertThatCode(() -> read(option, fresh, greatest)).as(name).doesNotThrowAnyException();
      refused(name, option, fresh, greatest + 1);
    }
  }

  private static void bounds(String name, Option<?, ?> option, Supplier<?> fresh, long least) {
    assertThatCode(() -> read(option, fresh, least))
        .as("%s may be %s", name, least)
        .doesNotThrowAnyException();
    refused(name, option, fresh, least - 1);
  }

  private static void refused(String name, Option<?, ?> option, Supplier<?> fresh, long value) {
    assertThatCode(() -> read(option, fresh, value))
        .as("%s must not be %s", name, value)
        .isInstanceOf(ConfigException.class);
  }

  @SuppressWarnings("unchecked")
  private static void read(Option<?, ?> option, Supplier<?> fresh, long value) {
    ((Option<Object, ?>) option).read(fresh.get(), option.name(), value);
  }
}
