package io.kafkavertx.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.spi.Header;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The format string of {@code consume}. */
final class FormatStringTest {
  private static final TestRecord RECORD =
      TestRecord.of("key", "value")
          .headers(List.of(Header.of("a", "1"), Header.of("b", ""), new Header("c", null)));

  private static String format(String text, TestRecord record) {
    return format(text, ByteForm.TEXT, record);
  }

  private static String format(String text, ByteForm form, TestRecord record) {
    return TestRecord.printed(FormatString.parse(text, form, form, "NULL"), record);
  }

  @Test
  void everyPartIsPrinted() {
    assertThat(format("%t %p %o %k %s %v %T %D %h %K %S", RECORD))
        .isEqualTo(
            "orders 3 42 key value value 1700000000123 2023-11-14T22:13:20.123Z a=1,b=,c= 3 5");
  }

  @Test
  void escapesAreBytes() {
    assertThat(format("%%a\\tb\\n\\r\\0\\x41\\\\ é€", RECORD)).isEqualTo("%a\tb\n\r\0A\\ é€");
  }

  @Test
  void nullIsWhatTheUserSaysAndHasTheLengthMinusOne() {
    assertThat(format("[%k|%s|%K|%S]", TestRecord.of(null, null))).isEqualTo("[NULL|NULL|-1|-1]");
    assertThat(format("[%k|%s|%K|%S]", TestRecord.of("", ""))).isEqualTo("[||0|0]");
  }

  @Test
  void bytesHaveForms() {
    TestRecord json = TestRecord.of("ab", " { \"a b\" : [1.50, \"\\\" \"] }\n");
    assertThat(format("%k", ByteForm.BASE64, json)).isEqualTo("YWI=");
    assertThat(format("%k", ByteForm.HEX, json)).isEqualTo("6162");
    assertThat(format("%s", ByteForm.JSON, json)).isEqualTo("{\"a b\":[1.50,\"\\\" \"]}");
    assertThat(format("%s", ByteForm.JSON, TestRecord.of(null, "{no json"))).isEqualTo("{no json");
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> format("%q", RECORD)).hasMessageContaining("%q");
    assertThatThrownBy(() -> format("abc%", RECORD)).hasMessageContaining("single %");
    assertThatThrownBy(() -> format("\\q", RECORD)).hasMessageContaining("\\q");
    assertThatThrownBy(() -> format("\\x4", RECORD)).hasMessageContaining("two hexadecimal");
    assertThatThrownBy(() -> format("\\", RECORD)).hasMessageContaining("single backslash");
  }
}
