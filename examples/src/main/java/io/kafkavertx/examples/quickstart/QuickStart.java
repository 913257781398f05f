package io.kafkavertx.examples.quickstart;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.EventBusProducer;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The main job in one run: a verticle sends records to an event-bus address, they go to a Kafka
 * topic and come back over another address to two verticles, whose replies acknowledge them. Exits
 * 0 only when every record came back exactly once and every offset was committed.
 *
 * <p>System properties: {@code bootstrap} (your broker; without it one is started), {@code port}
 * (of the broker that is started), {@code records} (how many, 50,000 unless set).
 */
public final class QuickStart {
  private static final int PARTITIONS = 4;
  private static final Duration REACH_THE_BROKER = Duration.ofSeconds(20);
  private static final String TO_KAFKA = "kafka.produce";
  private static final String FROM_KAFKA = "kafka.orders";

  private final Vertx vertx;
  private final String bootstrap;
  private final String topic = "kafka-vertx-quickstart-" + System.currentTimeMillis();
  private final Receipts receipts;

  private QuickStart(Vertx vertx, String bootstrap, int records) {
    this.vertx = vertx;
    this.bootstrap = bootstrap;
    this.receipts = new Receipts(records);
  }

  public static void main(String[] args) {
    System.exit(run());
  }

  /** The exit code. */
  static int run() {
    int records = Integer.getInteger("records", 50_000);
    if (records < 1) {
      System.out.println("-Drecords must be at least 1");
      return 2;
    }
    Vertx vertx = null;
    try (Broker broker = Broker.open()) {
      vertx = Vertx.vertx();
      QuickStart quickStart = new QuickStart(vertx, broker.bootstrapServers(), records);
      // Two minutes and a generous time per record: only there to end a hang.
      return quickStart.roundTrip().await(120 + records / 1_000, TimeUnit.SECONDS) ? 0 : 1;
    } catch (TimeoutException e) {
      System.out.println("FAILED: the records did not all come back in time");
      return 1;
    } catch (RuntimeException e) {
      System.out.println("FAILED: " + e.getMessage());
      return 1;
    } finally {
      if (vertx != null) {
        vertx.close();
      }
    }
  }

  private Future<Boolean> roundTrip() {
    KafkaClient client =
        KafkaClient.create(
            vertx,
            new KafkaClientOptions()
                .setBootstrapServers(bootstrap)
                .setDefaultApiTimeout(REACH_THE_BROKER));
    Topic kafkaTopic = new Topic(client, topic);
    return client
        .checkVersion()
        .onSuccess(release -> System.out.println("The broker is Kafka " + release))
        .compose(release -> kafkaTopic.create(PARTITIONS))
        .onSuccess(
            v -> System.out.println("Created topic " + topic + ", " + PARTITIONS + " partitions"))
        .compose(v -> travel().eventually(kafkaTopic::delete))
        .eventually(client::close);
  }

  private Future<Boolean> travel() {
    ConsumerOptions consumerOptions =
        new ConsumerOptions()
            .setBootstrapServers(bootstrap)
            .setGroupId(topic)
            .setAutoOffsetReset("earliest");
    EventBusDelivery delivery =
        EventBusDelivery.create(
            vertx,
            consumerOptions,
            new Route(topic, FROM_KAFKA).setBody(Route.Body.JSON).setCredits(1_000));
    Promise<Void> allSent = Promise.promise();
    Progress progress = new Progress(vertx, receipts, delivery);

    return vertx
        .deployVerticle(new ConsumingVerticle(FROM_KAFKA, receipts))
        .compose(id -> vertx.deployVerticle(new ConsumingVerticle(FROM_KAFKA, receipts)))
        .compose(id -> delivery.start())
        .compose(
            v ->
                EventBusProducer.create(
                    vertx, new ProducerOptions().setBootstrapServers(bootstrap), TO_KAFKA, topic))
        .compose(
            sink -> {
              System.out.printf(
                  "Sending %,d records: %s -> topic -> %s -> two verticles%n",
                  receipts.expected(), TO_KAFKA, FROM_KAFKA);
              progress.start();
              return vertx
                  .deployVerticle(new ProducingVerticle(TO_KAFKA, receipts, allSent))
                  .compose(id -> allSent.future())
                  .compose(v -> allReceived())
                  .eventually(sink::close);
            })
        .onComplete(ended -> progress.stop())
        .eventually(() -> delivery.close(Duration.ofSeconds(20)))
        .compose(v -> verdict(consumerOptions));
  }

  private Future<Void> allReceived() {
    Promise<Void> all = Promise.promise();
    vertx.setPeriodic(
        50,
        id -> {
          if (receipts.missing() == 0) {
            vertx.cancelTimer(id);
            all.complete();
          }
        });
    return all.future();
  }

  private Future<Boolean> verdict(ConsumerOptions options) {
    Set<TopicPartition> partitions = new LinkedHashSet<>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new TopicPartition(topic, i));
    }
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaConsumer.create(vertx, options, Deserializer.bytes(), Deserializer.bytes());
    return consumer
        .endOffsets(partitions)
        .compose(
            ends ->
                consumer
                    .committed(partitions)
                    .map(
                        committed -> {
                          long end = 0;
                          long done = 0;
                          for (TopicPartition partition : partitions) {
                            end += ends.get(partition);
                            var offset = committed.get(partition);
                            done += offset == null ? 0 : offset.offset();
                          }
                          return judge(end, done);
                        }))
        .eventually(() -> consumer.close(Duration.ofSeconds(5)));
  }

  private boolean judge(long end, long committed) {
    boolean good =
        receipts.missing() == 0
            && receipts.duplicates() == 0
            && end == receipts.expected()
            && committed == end;
    System.out.printf(
        "%s: %,d sent, %,d received, %,d missing, %,d more than once; %,d of %,d offsets committed%n",
        good ? "OK" : "FAILED",
        receipts.countSent(),
        receipts.countReceived(),
        receipts.missing(),
        receipts.duplicates(),
        committed,
        end);
    return good;
  }
}
