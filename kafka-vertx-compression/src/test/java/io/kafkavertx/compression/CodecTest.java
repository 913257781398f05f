package io.kafkavertx.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.OutputLimitException;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

class CodecTest {
  /** Around the sizes where the codecs start a new chunk or block. */
  private static final int[] SIZES = {
    1, 2, 13, 100, 511, 512, 513, 32767, 32768, 32769, 65535, 65536, 65537, 300_000
  };

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void whatIsCompressedComesBack(String name) {
    CompressionCodec codec = Codecs.create(name, new JsonObject());
    for (int size : SIZES) {
      for (byte[] data : new byte[][] {noise(size), text(size), new byte[size]}) {
        for (int magic = 0; magic <= 2; magic++) {
          byte[] compressed = Codecs.compress(codec, data, magic);
          assertThat(Codecs.decompress(codec, compressed, magic, size))
              .as("%d bytes, magic %d", size, magic)
              .isEqualTo(data);
        }
      }
    }
    codec.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void kafkaClientsDecompressesIt(String name) throws IOException {
    CompressionCodec codec = Codecs.create(name, new JsonObject());
    Compression theirs = Compression.of(name).build();
    for (int size : SIZES) {
      for (int magic = name.equals("zstd") ? 2 : 0; magic <= 2; magic++) {
        byte[] data = text(size);
        ByteBuffer compressed = ByteBuffer.wrap(Codecs.compress(codec, data, magic));
        byte[] read =
            theirs.wrapForInput(compressed, (byte) magic, BufferSupplier.NO_CACHING).readAllBytes();
        assertThat(read).as("%d bytes, magic %d", size, magic).isEqualTo(data);
      }
    }
    codec.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void whatKafkaClientsCompressesIsDecompressed(String name) throws IOException {
    CompressionCodec codec = Codecs.create(name, new JsonObject());
    Compression theirs = Compression.of(name).build();
    for (int size : SIZES) {
      for (int magic = name.equals("zstd") ? 2 : 0; magic <= 2; magic++) {
        byte[] data = text(size);
        ByteBufferOutputStream out = new ByteBufferOutputStream(512);
        try (var compressing = theirs.wrapForOutput(out, (byte) magic)) {
          compressing.write(data);
        }
        byte[] compressed = Arrays.copyOf(out.buffer().array(), out.position());
        assertThat(Codecs.decompress(codec, compressed, magic, size))
            .as("%d bytes, magic %d", size, magic)
            .isEqualTo(data);
      }
    }
    codec.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void oneByteMoreThanTheLimitIsRefused(String name) {
    CompressionCodec codec = Codecs.create(name, new JsonObject());
    for (int size : SIZES) {
      byte[] compressed = Codecs.compress(codec, text(size), 2);
      assertThatThrownBy(() -> Codecs.decompress(codec, compressed, 2, size - 1))
          .as("%d bytes", size)
          .isInstanceOf(OutputLimitException.class);
    }
    codec.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void inputAndOutputMayLieInTheMiddleOfAnArray(String name) {
    CompressionCodec codec = Codecs.create(name, new JsonObject());
    byte[] data = text(5_000);
    BoundedOutput out = new BoundedOutput(0, 1 << 20);
    out.write(new byte[7], 0, 7);
    codec.compress(data, 1_000, 3_000, 2, out);
    int length = out.size() - 7;
    byte[] padded = Arrays.copyOf(out.array(), out.size() + 9);
    BoundedOutput back = new BoundedOutput(0, 1 << 20);
    back.write(new byte[11], 0, 11);
    codec.decompress(padded, 7, length, 2, back);
    assertThat(Arrays.copyOfRange(back.array(), 11, back.size()))
        .isEqualTo(Arrays.copyOfRange(data, 1_000, 4_000));
    codec.close();
  }

  @Test
  void aGzipWithEveryHeaderFieldAndSeveralMembersIsRead() throws IOException {
    byte[] plain = gzip(text(1_000));
    ByteArrayOutputStream fancy = new ByteArrayOutputStream();
    fancy.write(new byte[] {0x1F, (byte) 0x8B, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3});
    fancy.write(new byte[] {3, 0, 'x', 'y', 'z'});
    fancy.write("name\0comment\0".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    fancy.write(new byte[] {0, 0});
    fancy.write(plain, 10, plain.length - 10);
    fancy.write(plain);
    byte[] read = Codecs.decompress(Codecs.codec(1), fancy.toByteArray(), 2, 2_000);
    assertThat(read).startsWith(text(1_000)).endsWith(text(1_000)).hasSize(2_000);
  }

  @Test
  void aBareSnappyBlockIsRead() throws IOException {
    byte[] data = text(100_000);
    byte[] block = Snappy.compress(data);
    assertThat(Codecs.decompress(Codecs.codec(2), block, 2, 100_000)).isEqualTo(data);
  }

  @Test
  void snappyFramesThatFollowEachOtherAreRead() throws IOException {
    byte[] one = Codecs.compress(Codecs.codec(2), text(40_000), 2);
    byte[] two = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    assertThat(Codecs.decompress(Codecs.codec(2), two, 2, 80_000)).endsWith(text(40_000));
  }

  @Test
  void lz4FramesWithChecksumsSizesAndLargerBlocksAreRead() throws IOException {
    byte[] data = text(5_000_000);
    for (BLOCKSIZE size : BLOCKSIZE.values()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (LZ4FrameOutputStream frame =
          new LZ4FrameOutputStream(
              out,
              size,
              data.length,
              Bits.BLOCK_INDEPENDENCE,
              Bits.CONTENT_CHECKSUM,
              Bits.CONTENT_SIZE)) {
        frame.write(data);
      }
      byte[] frame = out.toByteArray();
      assertThat(Codecs.decompress(Codecs.codec(3), frame, 2, data.length)).isEqualTo(data);
      frame[frame.length - 1] ^= 1;
      assertThatThrownBy(() -> Codecs.decompress(Codecs.codec(3), frame, 2, data.length))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("checksum");
    }
  }

  @Test
  void theHeaderChecksumOfMagic0IsTheOneOldReadersExpect() {
    byte[] old = Codecs.compress(Codecs.codec(3), text(100), 0);
    byte[] fixed = Codecs.compress(Codecs.codec(3), text(100), 1);
    assertThat(old[6]).isNotEqualTo(fixed[6]);
    assertThat(Codecs.decompress(Codecs.codec(3), old, 0, 100)).isEqualTo(text(100));
    assertThatThrownBy(() -> Codecs.decompress(Codecs.codec(3), old, 1, 100))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void zstdFramesThatFollowEachOtherAreRead() {
    byte[] one = Zstd.compress(text(1_000));
    byte[] two = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    assertThat(Codecs.decompress(Codecs.codec(4), two, 2, 2_000)).endsWith(text(1_000));
  }

  @Test
  void aHigherLevelMakesSmallerBatches() {
    byte[] data = text(200_000);
    for (String[] choice :
        new String[][] {{"gzip", "1", "9"}, {"lz4", "9", "17"}, {"zstd", "-5", "19"}}) {
      JsonObject fast = new JsonObject().put("level", Integer.parseInt(choice[1]));
      JsonObject small = new JsonObject().put("level", Integer.parseInt(choice[2]));
      assertThat(Codecs.compress(Codecs.create(choice[0], small), data, 2).length)
          .as(choice[0])
          .isLessThan(Codecs.compress(Codecs.create(choice[0], fast), data, 2).length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip:{\"level\":0}",
        "gzip:{\"level\":10}",
        "gzip:{\"level\":\"fast\"}",
        "lz4:{\"level\":18}",
        "lz4:{\"level\":0}",
        "zstd:{\"level\":23}",
        "zstd:{\"level\":2.5}",
        "zstd:{\"levl\":3}",
        "snappy:{\"level\":1}"
      })
  void aWrongConfigurationNamesTheKey(String choice) {
    String name = choice.substring(0, choice.indexOf(':'));
    JsonObject config = new JsonObject(choice.substring(name.length() + 1));
    assertThatThrownBy(() -> Codecs.create(name, config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + config.fieldNames().iterator().next() + "'")
        .hasMessageContaining(name);
  }

  static byte[] noise(int size) {
    byte[] data = new byte[size];
    new Random(size).nextBytes(data);
    return data;
  }

  /** Compresses to about a third. */
  static byte[] text(int size) {
    Random random = new Random(size);
    byte[] data = new byte[size];
    for (int i = 0; i < size; i++) {
      int back = 1 + random.nextInt(200);
      data[i] =
          i < back || random.nextInt(4) == 0 ? (byte) ('a' + random.nextInt(20)) : data[i - 1];
    }
    return data;
  }

  private static byte[] gzip(byte[] data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(data);
    }
    return out.toByteArray();
  }
}
