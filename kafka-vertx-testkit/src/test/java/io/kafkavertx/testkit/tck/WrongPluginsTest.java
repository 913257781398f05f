package io.kafkavertx.testkit.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.CompressionCodecFactory;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.PartitionerFactory;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contracts notice plug-ins that block the event loop or share what is one client's. */
final class WrongPluginsTest {
  @TempDir static Path directory;

  /** Called now and then by the wrong plug-ins. */
  private static void sleep() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void touchFile() {
    try {
      Files.writeString(directory.resolve("audit"), "once more");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void blocks(Runnable contract) {
    assertThatThrownBy(contract::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("blocked the event loop");
  }

  /** Copies, and writes down that it did. */
  private static final class Codec implements CompressionCodecFactory, CompressionCodec {
    @Override
    public String name() {
      return "copy";
    }

    @Override
    public int id() {
      return 1;
    }

    @Override
    public CompressionCodec create(JsonObject config) {
      return new Codec();
    }

    @Override
    public void compress(byte[] data, int offset, int length, int magic, BoundedOutput out) {
      touchFile();
      out.write(data, offset, length);
    }

    @Override
    public void decompress(byte[] data, int offset, int length, int magic, BoundedOutput out) {
      out.write(data, offset, length);
    }
  }

  @Test
  void aCodecThatWritesAFileIsNoticed() {
    CompressionCodecContract contract =
        new CompressionCodecContract() {
          @Override
          protected CompressionCodecFactory factory() {
            return new Codec();
          }
        };
    blocks(contract::itNeverBlocksTheEventLoop);
  }

  /** A partitioner made of a function. */
  private static PartitionerContract partitioner(Runnable each) {
    return new PartitionerContract() {
      @Override
      protected PartitionerFactory factory() {
        return new PartitionerFactory() {
          @Override
          public String name() {
            return "wrong";
          }

          @Override
          public Partitioner create(JsonObject config) {
            return (key, value, topic) -> {
              each.run();
              return 0;
            };
          }
        };
      }
    };
  }

  @Test
  void aPartitionerThatSleepsIsNoticed() {
    int[] calls = {0};
    PartitionerContract contract =
        partitioner(
            () -> {
              if (calls[0]++ % 5000 == 0) {
                sleep();
              }
            });
    blocks(contract::itNeverBlocksTheEventLoop);
  }

  @Test
  void partitionersThatShareTheirStateAreNoticed() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger calls = new AtomicInteger();
    CyclicBarrier both = new CyclicBarrier(2);
    PartitionerContract contract =
        partitioner(
            () -> {
              int there = inside.incrementAndGet();
              try {
                if (calls.incrementAndGet() <= 2) {
                  both.await(30, TimeUnit.SECONDS);
                }
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
              if (there > 1) {
                throw new ConcurrentModificationException("two event loops in one partitioner");
              }
              inside.decrementAndGet();
            });
    assertThatThrownBy(contract::partitionersOfTwoClientsWorkSideBySide)
        .isInstanceOf(RuntimeException.class);
  }

  /** Gives nothing to anybody, slowly. */
  private static final class Assignor implements PartitionAssignorFactory, PartitionAssignor {
    @Override
    public String name() {
      return "slow";
    }

    @Override
    public PartitionAssignor create(JsonObject config) {
      return this;
    }

    @Override
    public Map<String, Assignment> assign(
        ClusterView cluster, Map<String, Subscription> subscriptions) {
      sleep();
      return Map.of();
    }
  }

  @Test
  void anAssignorThatSleepsIsNoticed() {
    PartitionAssignorContract contract =
        new PartitionAssignorContract() {
          @Override
          protected PartitionAssignorFactory factory() {
            return new Assignor();
          }
        };
    blocks(contract::itNeverBlocksTheEventLoop);
  }

  /** Writes each value to a file. */
  private static final class Reporter implements MetricsReporterFactory, MetricsReporter {
    private int told;

    @Override
    public String name() {
      return "file";
    }

    @Override
    public MetricsReporter create(Vertx vertx, JsonObject config) {
      return new Reporter();
    }

    private void tell() {
      if (told++ % 1000 == 0) {
        touchFile();
      }
    }

    @Override
    public Counter counter(MetricName name) {
      return amount -> tell();
    }

    @Override
    public Gauge gauge(MetricName name) {
      return value -> tell();
    }

    @Override
    public Distribution distribution(MetricName name) {
      return value -> tell();
    }
  }

  @Test
  void aReporterThatWritesFilesIsNoticed() {
    MetricsReporterContract contract =
        new MetricsReporterContract() {
          @Override
          protected MetricsReporterFactory factory() {
            return new Reporter();
          }
        };
    blocks(contract::itNeverBlocksTheEventLoop);
  }
}
