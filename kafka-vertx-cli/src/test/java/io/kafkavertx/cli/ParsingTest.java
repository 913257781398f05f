package io.kafkavertx.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ProducerRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users type, and what is made of it. */
final class ParsingTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static Position position(String text) {
    return Position.parse(text, "--from", NOW);
  }

  @Test
  void placesInAPartition() {
    assertThat(position("beginning")).isEqualTo(Position.START);
    assertThat(position("EARLIEST")).isEqualTo(Position.START);
    assertThat(position("end")).isEqualTo(Position.FINISH);
    assertThat(position("42")).isEqualTo(new Position(Position.Kind.OFFSET, 42));
    assertThat(position("-10")).isEqualTo(new Position(Position.Kind.BEFORE_END, 10));
    assertThat(position("@1700000000000").number()).isEqualTo(1_700_000_000_000L);
    assertThat(position("@-1h").number()).isEqualTo(NOW.toEpochMilli() - 3_600_000);
    assertThat(position("@2026-11-22T11:00:00+01:00").number()).isEqualTo(NOW.toEpochMilli());
    assertThat(position("@2026-11-22T10:00:00Z").number()).isEqualTo(NOW.toEpochMilli());
    assertThat(position("@2026-11-22").number())
        .isEqualTo(
            LocalDate.of(2026, 11, 22)
                .atStartOfDay(ZoneId.systemDefault())
                .toInstant()
                .toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "first", "4x", "--1", "@", "@yesterday", "@-1y", "@2026-13-01"})
  void whatIsNoPlaceIsRefused(String text) {
    assertThatThrownBy(() -> position(text))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("--from is '" + text + "'");
  }

  @Test
  void listsOfPartitions() {
    assertThat(PartitionNumbers.parse("0,2-4, 7")).containsExactly(0, 2, 3, 4, 7);
    for (String wrong : List.of("", "a", "1-", "1,,2", "-1")) {
      assertThatThrownBy(() -> PartitionNumbers.parse(wrong)).isInstanceOf(CliException.class);
    }
  }

  @Test
  void linesEndWithLineFeedsAndTheLastNeedNone() throws IOException {
    byte[] large = new byte[200_000];
    java.util.Arrays.fill(large, (byte) 'x');
    String text = "a\r\n\n" + new String(large, StandardCharsets.US_ASCII) + "\nlast";
    Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
    List<Integer> lengths = new ArrayList<>();
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      lengths.add(line.length);
    }
    assertThat(lengths).containsExactly(1, 0, 200_000, 4);
    assertThat(lines.bytes()).isEqualTo(text.length());
  }

  @Test
  void keysAreSplitOffAtTheFirstDelimiter() {
    TextRecords reader =
        new TextRecords(
            "t", null, Escapes.bytes("::"), null, List.of(), ByteForm.TEXT, ByteForm.HEX, "NULL");
    ProducerRecord<byte[], byte[]> record = reader.read("k::6162".getBytes(StandardCharsets.UTF_8));
    assertThat(record.key()).asString().isEqualTo("k");
    assertThat(record.value()).asString().isEqualTo("ab");
    assertThat(reader.read("k::NULL".getBytes(StandardCharsets.UTF_8)).value()).isNull();
    assertThatThrownBy(() -> reader.read("k".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("no key delimiter");
    assertThatThrownBy(() -> reader.read("k::xy".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("no hex");
  }

  @Test
  void aLoginModuleIsReadAndNotLoaded() {
    assertThat(
            JaasLine.credentials(
                "org.apache.kafka.common.security.scram.ScramLoginModule required"
                    + " username=\"bo b\" password=\"a\\\"b;c\" tokenauth=true;"))
        .containsEntry("username", "bo b")
        .containsEntry("password", "a\"b;c")
        .containsEntry("tokenAuth", "true");
    assertThatThrownBy(
            () ->
                JaasLine.credentials(
                    "com.sun.security.auth.module.JndiLoginModule required"
                        + " user.provider.url=\"ldap://x\";"))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("JndiLoginModule")
        .hasMessageNotContaining("ldap");
  }

  @Test
  void numbersAreForPeople() {
    assertThat(Figures.bytes(999)).isEqualTo("999 B");
    assertThat(Figures.bytes(1_234_567)).isEqualTo("1.2 MB");
    assertThat(Figures.bytes(45e9)).isEqualTo("45 GB");
    assertThat(Figures.records(1)).isEqualTo("1 record");
    assertThat(Figures.records(1_234_567)).isEqualTo("1,234,567 records");
    assertThat(Figures.time(java.time.Duration.ofSeconds(3_725))).isEqualTo("1:02:05");
  }

  @Test
  void paragraphsAreWrappedBetweenWords() {
    assertThat(Wrapping.wrap("one two three\n  four five", 9))
        .isEqualTo("one two\nthree\n  four\n  five");
    assertThat(Wrapping.wrap("averyveryverylongword x", 5)).isEqualTo("averyveryverylongword\nx");
  }

  @Test
  void numbersAreDecimal() {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    ByteSink sink = new ByteSink(bytes);
    for (long number : new long[] {0, 9, 10, 1_234_567_890_123L, -5, Long.MAX_VALUE}) {
      sink.put(number);
      sink.putByte(' ');
    }
    sink.flush();
    assertThat(bytes).hasToString("0 9 10 1234567890123 -5 9223372036854775807 ");
  }
}
