package io.kafkavertx.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final byte[] HUGE_INT32 = {0x7f, -1, -1, -1};
  private static final byte[] HUGE_VARINT = {-1, -1, -1, -1, 0x0f};

  @Test
  void numbersComeBackAsTheyWent() {
    for (long value :
        new long[] {
          0,
          1,
          -1,
          127,
          128,
          -128,
          300,
          16383,
          16384,
          Integer.MAX_VALUE,
          Integer.MIN_VALUE,
          Long.MAX_VALUE,
          Long.MIN_VALUE
        }) {
      WireWriter out = new WireWriter(1);
      out.writeVarint((int) value);
      out.writeVarlong(value);
      out.writeUnsignedVarint((int) value);
      out.writeInt64(value);
      out.writeInt32((int) value);
      out.writeInt16((int) value);
      out.writeInt8((int) value);
      out.writeUint16((int) value & 0xFFFF);
      out.writeUint32(value & 0xFFFFFFFFL);
      out.writeFloat64(value);
      out.writeUuid(new UUID(value, ~value));
      WireReader in = new WireReader(out.toByteArray());
      assertThat(in.readVarint()).isEqualTo((int) value);
      assertThat(in.readVarlong()).isEqualTo(value);
      assertThat(in.readUnsignedVarint()).isEqualTo((int) value);
      assertThat(in.readInt64()).isEqualTo(value);
      assertThat(in.readInt32()).isEqualTo((int) value);
      assertThat(in.readInt16()).isEqualTo((short) value);
      assertThat(in.readInt8()).isEqualTo((byte) value);
      assertThat(in.readUint16()).isEqualTo((int) value & 0xFFFF);
      assertThat(in.readUint32()).isEqualTo(value & 0xFFFFFFFFL);
      assertThat(in.readFloat64()).isEqualTo((double) value);
      assertThat(in.readUuid()).isEqualTo(new UUID(value, ~value));
      assertThat(in.remaining()).isZero();
    }
  }

  @Test
  void numbersThatDoNotFitAreRefused() {
    WireWriter out = new WireWriter();
    assertRefused(() -> out.writeUint16(-1));
    assertRefused(() -> out.writeUint16(0x10000));
    assertRefused(() -> out.writeUint32(-1));
    assertRefused(() -> out.writeUint32(0x1_0000_0000L));
    assertRefused(() -> out.writeString("x".repeat(Short.MAX_VALUE + 1)));
    assertRefused(() -> new WireReader(new byte[] {-1, -1, -1, -1, 0x10}).readUnsignedVarint());
    byte[] endless = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    assertRefused(() -> new WireReader(endless).readVarlong());
  }

  @Test
  void aHugeLengthIsRefusedBeforeAnythingIsAllocated() {
    List<Consumer<WireReader>> plain =
        List.of(
            in -> in.readBytes(false),
            in -> in.readNullableBytes(false),
            in -> in.readSlice(false),
            in -> in.readStringArray(false),
            in -> in.readArray(false, WireReader::readInt64),
            in -> in.readNullableArray(false, (short) 0, (reader, version) -> "x"));
    for (Consumer<WireReader> read : plain) {
      assertRefused(() -> read.accept(new WireReader(HUGE_INT32)));
    }
    List<Consumer<WireReader>> compact =
        List.of(
            in -> in.readString(true),
            in -> in.readBytes(true),
            in -> in.readSlice(true),
            in -> in.readStringArray(true),
            in -> in.readArray(true, WireReader::readInt64),
            WireReader::readUnknownTaggedFields,
            WireReader::readTagEnd);
    for (Consumer<WireReader> read : compact) {
      assertRefused(() -> read.accept(new WireReader(HUGE_VARINT)));
    }
  }

  @Test
  void nullIsRefusedWhereThereIsNone() {
    assertRefused(() -> new WireReader(new byte[] {0}).readString(true));
    assertRefused(() -> new WireReader(new byte[] {-1, -1}).readString(false));
    assertRefused(() -> new WireReader(new byte[] {0}).readBytes(true));
    assertRefused(() -> new WireReader(new byte[] {0}).readArray(true, WireReader::readInt8));
    assertThat(new WireReader(new byte[] {0}).readNullableString(true)).isNull();
    assertThat(new WireReader(new byte[] {-1, -1, -1, -1}).readNullableSlice(false)).isNull();
  }

  @Test
  void whatIsKeptByReferenceStaysInItsPlace() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      WireWriter out = new WireWriter(16);
      for (int part = random.nextInt(8); part >= 0; part--) {
        byte[] bytes = new byte[random.nextInt(2 * WireWriter.BY_REFERENCE)];
        random.nextBytes(bytes);
        expected.writeBytes(bytes);
        if (random.nextBoolean()) {
          out.writeSlice(ByteSlice.of(bytes));
        } else {
          out.writeBytes(bytes);
        }
      }
      assertThat(out.size()).isEqualTo(expected.size());
      assertThat(out.toByteArray()).isEqualTo(expected.toByteArray());
      assertThat(joined(out.segments())).isEqualTo(expected.toByteArray());
    }
  }

  @Test
  void aReaderNeverLeavesItsPartOfTheArray() {
    WireReader in = new WireReader(new byte[10], 2, 4);
    assertThat(in.remaining()).isEqualTo(4);
    in.skip(4);
    assertRefused(in::readInt8);
    assertRefused(() -> in.position(7));
    assertThatThrownBy(() -> new WireReader(new byte[3], 1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static byte[] joined(List<ByteSlice> segments) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteSlice segment : new ArrayList<>(segments)) {
      all.writeBytes(segment.toArray());
    }
    return all.toByteArray();
  }

  private static void assertRefused(Runnable action) {
    assertThatThrownBy(action::run).isInstanceOf(ProtocolException.class);
  }
}
