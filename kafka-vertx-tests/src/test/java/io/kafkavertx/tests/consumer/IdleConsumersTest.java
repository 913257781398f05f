package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaConsumer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Consumers share event loops: they need sockets and timers, not threads. */
final class IdleConsumersTest extends ConsumerTestBase {
  @Test
  void aHundredIdleConsumersNeedNoMoreThreadsThanOne() throws Exception {
    createTopic(1);
    // All event loops have their thread before counting.
    for (int i = 0; i < 4; i++) {
      await(onLoop(Future::succeededFuture));
    }
    List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      consumers.add(idle());
    }
    int few = threads();
    for (int i = 0; i < 96; i++) {
      consumers.add(idle());
    }
    assertThat(threads()).isLessThanOrEqualTo(few);
    await(Future.all(consumers.stream().map(KafkaConsumer::close).toList()));
  }

  private KafkaConsumer<byte[], byte[]> idle() throws Exception {
    KafkaConsumer<byte[], byte[]> consumer = consumer(options());
    consumer.handler(record -> {});
    await(consumer.assign(List.of(partition(0))));
    await(consumer.position(partition(0)));
    return consumer;
  }

  /** Threads of ours: those of the test set-up (admin clients, JUnit) come and go. */
  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !thread.getName().startsWith("kafka-"))
            .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
            .filter(Thread::isAlive)
            .count();
  }
}
