package io.kafkavertx.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.spi.CodecException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.compress.Lz4BlockOutputStream;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The variants of the lz4 frame that Kafka has had. */
class Lz4FramesTest {
  private static final int HEADER = 7;
  private static final int HEADER_CHECKSUM = 6;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void ourHeaderIsThatOfTheJavaClientByteForByte(int magic) throws IOException {
    ByteBufferOutputStream out = new ByteBufferOutputStream(512);
    try (var theirs = Compression.lz4().build().wrapForOutput(out, (byte) magic)) {
      theirs.write(CodecTest.text(1_000));
    }
    byte[] ours = Codecs.compress(Codecs.codec(3), CodecTest.text(1_000), magic);
    assertThat(Arrays.copyOf(ours, HEADER)).isEqualTo(Arrays.copyOf(out.buffer().array(), HEADER));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyBlockSizeAndBlockChecksumOfTheJavaClientIsRead(boolean broken) throws IOException {
    byte[] data = CodecTest.text(5_000_000);
    for (int blockSize = 4; blockSize <= 7; blockSize++) {
      for (boolean checksum : new boolean[] {false, true}) {
        byte[] frame = kafkaFrame(data, blockSize, checksum, broken);
        byte[] read = Codecs.decompress(Codecs.codec(3), frame, broken ? 0 : 2, data.length);
        assertThat(Arrays.equals(read, data)).as("%d, %b", blockSize, checksum).isTrue();
      }
    }
  }

  @Test
  void aWrongBlockChecksumIsRefused() throws IOException {
    byte[] frame = kafkaFrame(CodecTest.text(1_000), 4, true, false);
    frame[frame.length - 5] ^= 1;
    assertThatThrownBy(() -> Codecs.decompress(Codecs.codec(3), frame, 2, 1_000))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void onlyMagic0MayHaveAnotherHeaderChecksumAsWithTheJavaClient() throws IOException {
    byte[] frame = Codecs.compress(Codecs.codec(3), CodecTest.text(500), 2);
    frame[HEADER_CHECKSUM] ^= 0x5A;
    for (int magic = 0; magic <= 2; magic++) {
      int format = magic;
      if (magic == 0) {
        assertThat(Codecs.decompress(Codecs.codec(3), frame, 0, 500))
            .isEqualTo(CodecTest.text(500));
        assertThat(kafkaClientsReads(frame, 0)).isEqualTo(CodecTest.text(500));
      } else {
        assertThatThrownBy(() -> Codecs.decompress(Codecs.codec(3), frame, format, 500))
            .isInstanceOf(CodecException.class)
            .hasMessageContaining("checksum of the lz4 frame header");
        assertThatThrownBy(() -> kafkaClientsReads(frame, format)).isNotNull();
      }
    }
  }

  @Test
  void blocksThatReferToEachOtherAreRefusedAsByTheJavaClient() {
    byte[] frame = Codecs.compress(Codecs.codec(3), CodecTest.text(500), 0);
    frame[4] &= ~0x20;
    assertThatThrownBy(() -> Codecs.decompress(Codecs.codec(3), frame, 0, 500))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("refer to each other");
    assertThatThrownBy(() -> kafkaClientsReads(frame, 0)).isNotNull();
  }

  private static byte[] kafkaClientsReads(byte[] frame, int magic) throws IOException {
    return Compression.lz4()
        .build()
        .wrapForInput(ByteBuffer.wrap(frame), (byte) magic, BufferSupplier.NO_CACHING)
        .readAllBytes();
  }

  private static byte[] kafkaFrame(byte[] data, int blockSize, boolean checksum, boolean broken)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var frame = new Lz4BlockOutputStream(out, blockSize, 9, checksum, broken)) {
      frame.write(data, 0, data.length);
    }
    return out.toByteArray();
  }
}
