package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ScriptedServer;
import io.kafkavertx.tests.support.CapturedLog;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bound on memory that is smaller than what is read. */
final class SmallBoundTest {
  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void aBoundThatIsTooSmallForAnythingStopsNothingAndIsWarnedAbout() throws Exception {
    ScriptedServer brokers = await(ScriptedServer.start(guarded.vertx(), 1));
    await(brokers.run(cluster -> cluster.createTopic("t", 2)));
    for (int i = 0; i < 10; i++) {
      byte[] value = new byte[100 + i];
      await(brokers.run(cluster -> cluster.partition("t", 0).append(List.of(value))));
      await(brokers.run(cluster -> cluster.partition("t", 1).append(List.of(value))));
    }
    try (CapturedLog log = CapturedLog.start()) {
      KafkaConsumer<byte[], byte[]> consumer =
          KafkaConsumer.create(
              guarded.vertx(),
              new ConsumerOptions()
                  .setBootstrapServers(brokers.bootstrapServers())
                  .setAutoOffsetReset("earliest")
                  .setMaxBufferedBytes(60),
              Deserializer.bytes(),
              Deserializer.bytes());
      log.await("WARN", "maxBufferedBytes (60)", "maxPartitionFetchBytes (1048576)");
      List<Long> offsets = new ArrayList<>();
      Promise<Void> all = Promise.promise();
      consumer.handler(
          record -> {
            offsets.add(record.offset());
            if (offsets.size() == 20) {
              all.complete();
            }
          });
      await(consumer.assign(List.of(new TopicPartition("t", 0), new TopicPartition("t", 1))));
      await(all.future());
      log.await("WARN", "more than maxBufferedBytes (60)", "Raise maxBufferedBytes");
      assertThat(log.text().lines().filter(line -> line.contains("A broker has sent")).count())
          .as("once for each that is larger than those before")
          .isLessThanOrEqualTo(10);
      await(consumer.close());
    }
    await(brokers.close());
  }
}
