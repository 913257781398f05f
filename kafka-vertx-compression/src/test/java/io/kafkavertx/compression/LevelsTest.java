package io.kafkavertx.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.spi.CompressionCodec;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** KIP-390: the levels of the Java client, with the same ranges and defaults. */
class LevelsTest {
  /** One byte, a small batch, one above a block of lz4, what does not compress, what does. */
  private static final List<byte[]> SHAPES =
      List.of(
          new byte[] {7},
          CodecTest.text(900),
          CodecTest.text(70_000),
          CodecTest.noise(20_000),
          new byte[40_000]);

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "lz4", "zstd"})
  void kafkaClientsReadsEveryLevelAndWeReadItsOwn(String name) throws IOException {
    for (int level : levels(name)) {
      CompressionCodec codec = codec(name, level);
      Compression theirs = theirs(name, level);
      for (byte[] data : SHAPES) {
        // Format 0 frames lz4 differently.
        for (int magic : name.equals("lz4") ? new int[] {0, 2} : new int[] {2}) {
          byte[] ours = Codecs.compress(codec, data, magic);
          byte[] read =
              theirs
                  .wrapForInput(ByteBuffer.wrap(ours), (byte) magic, BufferSupplier.NO_CACHING)
                  .readAllBytes();
          assertThat(Arrays.equals(read, data)).as("level %d, %d", level, data.length).isTrue();
          ByteBufferOutputStream out = new ByteBufferOutputStream(512);
          try (var compressing = theirs.wrapForOutput(out, (byte) magic)) {
            compressing.write(data);
          }
          byte[] written = Arrays.copyOf(out.buffer().array(), out.position());
          byte[] back = Codecs.decompress(codec, written, magic, data.length);
          assertThat(Arrays.equals(back, data)).as("level %d, %d", level, data.length).isTrue();
        }
      }
      codec.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "lz4", "zstd"})
  void theRangeIsThatOfTheJavaClient(String name) {
    CompressionType type = CompressionType.forName(name);
    for (int level : levels(name)) {
      type.levelValidator().ensureValid("level", level);
      codec(name, level).close();
    }
    for (int level : new int[] {type.minLevel() - 1, type.maxLevel() + 1}) {
      assertThatThrownBy(() -> type.levelValidator().ensureValid("level", level))
          .isInstanceOf(ConfigException.class);
      assertThatThrownBy(() -> codec(name, level))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'level' of " + name)
          .hasMessageContaining("" + type.minLevel())
          .hasMessageContaining("" + type.maxLevel());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "lz4", "zstd"})
  void theDefaultIsThatOfTheJavaClient(String name) {
    CompressionCodec standard = Codecs.create(name, new JsonObject());
    CompressionCodec named = codec(name, CompressionType.forName(name).defaultLevel());
    byte[] data = CodecTest.text(70_000);
    assertThat(Codecs.compress(standard, data, 2)).isEqualTo(Codecs.compress(named, data, 2));
    standard.close();
    named.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "lz4", "zstd"})
  void aLevelChangesWhatIsWritten(String name) {
    byte[] data = CodecTest.text(70_000);
    Set<String> results = new HashSet<>();
    for (int level : levels(name)) {
      CompressionCodec codec = codec(name, level);
      results.add(Arrays.hashCode(Codecs.compress(codec, data, 2)) + "");
      codec.close();
    }
    // Some neighbours do the same with this data.
    assertThat(results).hasSizeGreaterThan(levels(name).length / 2);
  }

  private static int[] levels(String name) {
    return switch (name) {
      case "gzip" -> IntStream.concat(IntStream.of(-1), IntStream.rangeClosed(1, 9)).toArray();
      case "lz4" -> IntStream.rangeClosed(1, 17).toArray();
      // All that are not negative; the negative ones are the same thing by degrees.
      default ->
          IntStream.concat(
                  IntStream.of(-131_072, -10_000, -100, -20, -7, -5, -3, -2, -1),
                  IntStream.rangeClosed(0, 22))
              .toArray();
    };
  }

  private static CompressionCodec codec(String name, int level) {
    return Codecs.create(name, new JsonObject().put("level", level));
  }

  private static Compression theirs(String name, int level) {
    return switch (name) {
      case "gzip" -> Compression.gzip().level(level).build();
      case "lz4" -> Compression.lz4().level(level).build();
      default -> Compression.zstd().level(level).build();
    };
  }
}
