package io.kafkavertx.compression;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CompressionCodec;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A codec makes its contexts and buffers once, not for each batch. */
class ReuseTest {
  private static final int WARM = 300;
  private static final int BATCHES = 1_000;

  /** The native contexts are owned by Java objects, so a new one for each batch would show. */
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The most bytes that one batch may allocate: lz4-java makes its hash table for each block. */
  @ParameterizedTest
  @CsvSource({"gzip, 16, 16", "snappy, 16, 16", "lz4, 20000, 64", "zstd, 16, 16"})
  void aBatchAllocatesNoContextAndNoBuffer(String name, int writing, int reading) {
    CompressionCodec codec = Codecs.create(name, new JsonObject());
    byte[] data = CodecTest.text(10_000);
    byte[] compressed = Codecs.compress(codec, data, 2);
    BoundedOutput out = new BoundedOutput(64 * 1024, 64 * 1024);
    assertThat(
            perBatch(
                i -> {
                  out.reset();
                  codec.compress(data, 0, data.length, 2, out);
                }))
        .as("to compress")
        .isLessThanOrEqualTo(writing);
    assertThat(
            perBatch(
                i -> {
                  out.reset();
                  codec.decompress(compressed, 0, compressed.length, 2, out);
                }))
        .as("to decompress")
        .isLessThanOrEqualTo(reading);
    codec.close();
  }

  private static long perBatch(IntConsumer batch) {
    for (int i = 0; i < WARM; i++) {
      batch.accept(i);
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < BATCHES; i++) {
      batch.accept(i);
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / BATCHES;
  }
}
