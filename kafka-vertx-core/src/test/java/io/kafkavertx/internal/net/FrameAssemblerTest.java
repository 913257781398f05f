package io.kafkavertx.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.protocol.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameAssemblerTest {
  private static final int LIMIT = 1000;

  private final List<byte[]> frames = new ArrayList<>();
  private final FrameAssembler assembler =
      new FrameAssembler(LIMIT, byte[]::new, frame -> frames.add(frame.toArray()));

  private static byte[] stream(int... sizes) {
    int total = 0;
    for (int size : sizes) {
      total += 4 + size;
    }
    ByteBuffer out = ByteBuffer.allocate(total);
    for (int size : sizes) {
      out.putInt(size);
      for (int i = 0; i < size; i++) {
        out.put((byte) (size * 31 + i));
      }
    }
    return out.array();
  }

  private void expect(int... sizes) {
    assertThat(frames).hasSize(sizes.length);
    for (int i = 0; i < sizes.length; i++) {
      byte[] expected = new byte[sizes[i]];
      System.arraycopy(stream(sizes[i]), 4, expected, 0, sizes[i]);
      assertThat(frames.get(i)).isEqualTo(expected);
    }
  }

  @Test
  void framesSurviveOneByteAtATime() {
    for (byte b : stream(1, 7, LIMIT, 3)) {
      assembler.accept(ByteBuffer.wrap(new byte[] {b}));
    }
    expect(1, 7, LIMIT, 3);
    assertThat(assembler.isPartial()).isFalse();
  }

  @Test
  void framesThatComeTogetherAreToldApart() {
    assembler.accept(ByteBuffer.wrap(stream(1, 7, LIMIT, 3)));
    expect(1, 7, LIMIT, 3);
  }

  @Test
  void everySplitInThreeGivesTheSameFrames() {
    byte[] stream = stream(5, 2, 9);
    for (int i = 0; i <= stream.length; i++) {
      for (int j = i; j <= stream.length; j++) {
        frames.clear();
        FrameAssembler fresh =
            new FrameAssembler(LIMIT, byte[]::new, frame -> frames.add(frame.toArray()));
        fresh.accept(ByteBuffer.wrap(stream, 0, i));
        fresh.accept(ByteBuffer.wrap(stream, i, j - i));
        fresh.accept(ByteBuffer.wrap(stream, j, stream.length - j));
        expect(5, 2, 9);
      }
    }
  }

  @Test
  void randomChunksGiveTheSameFrames() {
    Random random = new Random(42);
    for (int run = 0; run < 200; run++) {
      frames.clear();
      int[] sizes = random.ints(20, 1, LIMIT + 1).toArray();
      byte[] stream = stream(sizes);
      FrameAssembler fresh =
          new FrameAssembler(LIMIT, byte[]::new, frame -> frames.add(frame.toArray()));
      for (int at = 0; at < stream.length; ) {
        int count = Math.min(stream.length - at, random.nextInt(700));
        ByteBuffer direct = ByteBuffer.allocateDirect(count).put(stream, at, count).flip();
        fresh.accept(direct);
        at += count;
      }
      expect(sizes);
    }
  }

  @Test
  void aPartialFrameIsKnownAsSuch() {
    assembler.accept(ByteBuffer.wrap(new byte[] {0, 0}));
    assertThat(assembler.isPartial()).isTrue();
    assembler.accept(ByteBuffer.wrap(new byte[] {0, 2, 1}));
    assertThat(assembler.isPartial()).isTrue();
    assembler.accept(ByteBuffer.wrap(new byte[] {1}));
    assertThat(assembler.isPartial()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, LIMIT + 1, Integer.MAX_VALUE})
  void aSizeThatCannotBeIsRefusedBeforeMemoryIsTaken(int size) {
    ByteBuffer chunk = ByteBuffer.allocate(4).putInt(size).flip();
    assertThatThrownBy(() -> assembler.accept(chunk))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("a frame of " + size + " bytes");
    assertThat(frames).isEmpty();
  }

  @Test
  void framesButTheFirstMayBeEmpty() {
    assembler.accept(ByteBuffer.wrap(stream(3, 0, 2, 0)));
    expect(3, 0, 2, 0);
    assertThat(assembler.isPartial()).isFalse();
  }

  @Test
  void afterARefusedSizeNothingIsReadAnyMore() {
    byte[] stream = new byte[12];
    ByteBuffer.wrap(stream).putInt(-5).putInt(1);
    assertThatThrownBy(() -> assembler.accept(ByteBuffer.wrap(stream)))
        .isInstanceOf(ProtocolException.class);
    assembler.accept(ByteBuffer.wrap(stream(3)));
    assertThat(frames).isEmpty();
  }

  @Test
  void aRaisedLimitHoldsForTheNextFrame() {
    assembler.accept(ByteBuffer.wrap(stream(LIMIT)));
    assembler.limit(LIMIT + 1);
    assembler.accept(ByteBuffer.wrap(stream(LIMIT + 1)));
    expect(LIMIT, LIMIT + 1);
  }

  @ParameterizedTest
  @ValueSource(bytes = {0x15, 0x16})
  void aTlsAnswerIsCalledThat(byte type) {
    assertThatThrownBy(() -> assembler.accept(ByteBuffer.wrap(new byte[] {type, 3, 3, 0, 2, 2})))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("TLS port");
  }

  @Test
  void anHttpAnswerIsCalledThat() {
    byte[] answer = "HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> assembler.accept(ByteBuffer.wrap(answer)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("HTTP port");
  }

  @Test
  void onlyTheFirstBytesOfAConnectionAreTakenForAnotherProtocol() {
    assembler.accept(ByteBuffer.wrap(stream(2)));
    assertThatThrownBy(() -> assembler.accept(ByteBuffer.wrap(new byte[] {0x15, 3, 3, 0})))
        .hasMessageContaining("more than the")
        .hasMessageNotContaining("TLS");
  }
}
