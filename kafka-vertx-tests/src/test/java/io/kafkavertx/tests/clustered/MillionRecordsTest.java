package io.kafkavertx.tests.clustered;

import static io.kafkavertx.tests.support.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.Ordering;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordFailedException;
import io.kafkavertx.admin.GroupOffsetsSpec;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.ListGroupOffsetsOptions;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.LiveHeap;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Records of a topic as requests to six verticle instances on three nodes of a clustered bus, while
 * handlers fail, are slow or do not reply, instances are redeployed and a node is killed and
 * replaced. See {@link DeliveryAccount} for what is held to account.
 *
 * <p>{@code -Dbus.records=1000000} is the full size.
 */
@Tag("slow")
@Timeout(1800)
final class MillionRecordsTest extends ClusteredTestBase {
  private static final int RECORDS = Integer.getInteger("bus.records", 40_000);
  private static final int PARTITIONS = 6;

  /**
   * As many on each node: otherwise Vert.x (5.0.8 to 5.1.2) sends nothing to nodes with one
   * handler.
   */
  private static final int PER_NODE = 2;

  private static final int KEYS = 5000;
  private static final int CREDITS = 256;
  private static final int POISON = 4999;
  private static final int PAYLOAD = 200;

  /** What the consumer may hold of fetched data. */
  private static final long BUFFERED = 8 << 20;

  private final List<String> instances = new ArrayList<>();
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final Set<String> active = ConcurrentHashMap.newKeySet();
  private DeliveryAccount account;
  private KafkaAdmin admin;
  private JsonObject handlers;
  private int redeployments;
  private long deadLetters;
  private long liveHeap;

  @Test
  void everyRecordIsAcknowledgedOrDeadLetteredInTheOrderOfItsKey() throws Exception {
    run(Ordering.KEY, RECORDS);
  }

  @Test
  void everyRecordIsAcknowledgedOrDeadLetteredInTheOrderOfItsPartition() throws Exception {
    run(Ordering.PARTITION, Math.max(6000, RECORDS / 10));
  }

  /** So that we know that the account would tell. */
  @Test
  void aDeliveryThatDoesNotKeepAnOrderIsCaught() throws Exception {
    int records = 2000;
    SharedBroker.createTopic(topic, PARTITIONS);
    account = new DeliveryAccount(records, TimeUnit.MILLISECONDS.toNanos(500));
    fill(records);
    handlers = handler("h").put("slow", 0.05).put("slowMs", 50);
    String instance = deployHere();
    EventBusDelivery delivery = deliver(route(Ordering.NONE).setDeadLetterTopic("none"));
    until(() -> account.lost().isEmpty(), reported);
    get(delivery.close());
    get(BUS.vertx().undeploy(instance));
    assertThat(account.outOfOrder(0)).isNotEmpty();
  }

  private void run(Ordering ordering, int records) throws Exception {
    SharedBroker.createTopic(topic, PARTITIONS);
    SharedBroker.createTopic(topic + ".dead", 1);
    account = new DeliveryAccount(records, TimeUnit.MILLISECONDS.toNanos(500));
    fill(records);
    admin =
        KafkaAdmin.create(
            BUS.vertx(),
            new KafkaAdminOptions().setBootstrapServers(SharedBroker.bootstrapServers()));
    handlers =
        handler("h")
            .put("fail", 0.01)
            .put("slow", 0.01)
            .put("slowMs", 50)
            .put("silent", 0.0001)
            .put("poison", POISON)
            .put("instances", PER_NODE);
    startHandlers();
    long heapBefore = LiveHeap.bytes();
    long started = System.nanoTime();
    EventBusDelivery delivery =
        EventBusDelivery.create(
                BUS.vertx(), consumerOptions().setMaxBufferedBytes(BUFFERED), route(ordering))
            .exceptionHandler(reported::add);
    get(delivery.start());
    try {
      awaitEnd(delivery, records, heapBefore);
    } finally {
      get(delivery.close(Duration.ofSeconds(30)));
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    stopHandlers();
    readDeadLetters(records);
    get(admin.close());
    check(ordering, records, seconds);
  }

  private Route route(Ordering ordering) {
    return route()
        .setOrdering(ordering)
        .setAckTimeout(Duration.ofSeconds(4))
        .setCredits(CREDITS)
        .setRetryBackoff(Duration.ofMillis(20))
        .setMaxAttempts(5)
        .setOnFailure(Route.OnFailure.DEAD_LETTER)
        .setDeadLetterTopic("{topic}.dead");
  }

  private void fill(int records) throws Exception {
    String padding = ".".repeat(PAYLOAD);
    KafkaProducer<Buffer, Buffer> producer =
        KafkaProducer.create(
            BUS.vertx(),
            new ProducerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setLinger(Duration.ofMillis(5)),
            Serializer.buffer(),
            Serializer.buffer());
    int burst = 10_000;
    for (int from = 0; from < records; from += burst) {
      List<Future<?>> stored = new ArrayList<>();
      for (int id = from; id < Math.min(records, from + burst); id++) {
        stored.add(
            producer.send(
                ProducerRecord.of(
                    topic, Buffer.buffer("key-" + id % KEYS), Buffer.buffer(id + padding))));
      }
      get(Future.all(stored));
    }
    get(producer.close());
  }

  private void startHandlers() throws Exception {
    for (int i = 0; i < PER_NODE; i++) {
      instances.add(deployHere());
    }
    nodes.add(startNode("doomed"));
    nodes.add(startNode("steady"));
    for (NodeProcess node : nodes) {
      node.ask(handlers);
    }
    eventually(() -> assertThat(reached()).as("of %s", nodes).hasSize(nodes.size() + 1));
  }

  /** The nodes whose handlers answer now; they take turns. */
  private Set<String> reached() throws Exception {
    Set<String> reached = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      reached.add((String) get(BUS.vertx().eventBus().request(address, null)).body());
    }
    return reached;
  }

  private String deployHere() throws Exception {
    return get(
        BUS.vertx()
            .deployVerticle(
                new HandlerVerticle(line -> account.heard("here", line)),
                new DeploymentOptions().setConfig(handlers)));
  }

  private NodeProcess startNode(String name) throws Exception {
    return BUS.start(
        name,
        List.of("-Xmx192m", "-XX:+UseSerialGC"),
        line -> {
          account.heard(name, line);
          active.add(name);
        });
  }

  private void awaitEnd(EventBusDelivery delivery, int records, long heapBefore) throws Exception {
    long committed = 0;
    boolean killed = false;
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(25);
    for (int round = 1; committed < records; round++) {
      assertThat(System.nanoTime()).as("time, at %s %s", committed, reported).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
      committed = lookAtCommits();
      JsonObject status = get(delivery.status());
      assertThat(status.getInteger("inFlight")).isLessThanOrEqualTo(CREDITS);
      if (round % 10 == 0 && committed < records) {
        redeploy(round / 10);
      }
      if (!killed && committed > records / 3) {
        killed = true;
        nodes.remove(0).kill();
        account.died("doomed", System.nanoTime());
        NodeProcess replacement = startNode("replacement");
        replacement.ask(handlers);
        nodes.add(replacement);
      }
      if (round % 40 == 0 || (liveHeap == 0 && committed > records / 4)) {
        liveHeap = Math.max(liveHeap, LiveHeap.bytes() - heapBefore);
      }
    }
    assertThat(killed).isTrue();
    assertThat(active).contains("doomed", "steady");
  }

  private void redeploy(int turn) throws Exception {
    if (turn % 3 < 2) {
      get(BUS.vertx().undeploy(instances.remove(0)));
      instances.add(deployHere());
    } else {
      NodeProcess node = nodes.get(nodes.size() - 1);
      node.ask(new JsonObject().put("do", "stop").put("handler", "h"));
      node.ask(handlers);
    }
    redeployments++;
  }

  private long lookAtCommits() throws Exception {
    String group = consumerOptions().getGroupId();
    List<TopicPartition> all =
        IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(topic, p)).toList();
    var offsets =
        get(admin.listConsumerGroupOffsets(
                Map.of(group, GroupOffsetsSpec.of(all)), ListGroupOffsetsOptions.defaults()))
            .get(group)
            .values();
    long now = System.nanoTime();
    long sum = 0;
    for (var offset : offsets.entrySet()) {
      if (offset.getValue() != null) {
        account.committed(offset.getKey().partition(), offset.getValue().offset(), now);
        sum += offset.getValue().offset();
      }
    }
    return sum;
  }

  private void stopHandlers() throws Exception {
    for (String instance : instances) {
      get(BUS.vertx().undeploy(instance));
    }
    for (NodeProcess node : nodes) {
      node.kill();
    }
  }

  private void readDeadLetters(int records) throws Exception {
    // The wall clock's zero on the clock of the account.
    long zero = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    List<RecordFailedException> buried =
        reported.stream()
            .filter(failure -> failure instanceof RecordFailedException)
            .map(failure -> (RecordFailedException) failure)
            .filter(failure -> failure.outcome() == RecordFailedException.Outcome.DEAD_LETTERED)
            .toList();
    deadLetters = buried.size();
    List<ConsumerRecord<Buffer, Buffer>> letters = read(topic + ".dead", 0, buried.size());
    assertThat(letters).hasSize(buried.size());
    for (ConsumerRecord<Buffer, Buffer> letter : letters) {
      int id = (int) HandlerVerticle.number(letter.value());
      account.deadLetter(id, zero + TimeUnit.MILLISECONDS.toNanos(letter.timestamp()));
      Map<String, String> headers = new HashMap<>();
      for (Header header : letter.headers()) {
        headers.put(header.key(), new String(header.value()));
      }
      assertThat(letter.key().toString()).isEqualTo("key-" + id % KEYS);
      assertThat(headers)
          .containsEntry("dead-letter-topic", topic)
          .containsEntry("dead-letter-group", consumerOptions().getGroupId())
          .containsEntry("dead-letter-exception", "io.vertx.core.eventbus.ReplyException")
          .containsKeys("dead-letter-partition", "dead-letter-offset", "dead-letter-message");
      assertThat(Integer.parseInt(headers.get("dead-letter-attempts"))).isGreaterThanOrEqualTo(5);
    }
    assertThat(letters.stream().map(letter -> HandlerVerticle.number(letter.value())))
        .containsAll(
            IntStream.range(1, records)
                .filter(id -> id % POISON == 0)
                .mapToObj(Long::valueOf)
                .collect(Collectors.toList()));
  }

  private void check(Ordering ordering, int records, double seconds) {
    System.out.printf(
        "%,d records, ordering=%s: %.1f s (%,.0f records/s), %,d attempts begun, %,d refused, %,d"
            + " without a reply, %,d dead letters, %d redeployments, 1 of 3 nodes killed and"
            + " replaced, %,d commits looked at, at most %d of %d credits in hands, live heap +%.1f"
            + " MiB at most, topic %.0f MiB%n",
        records,
        ordering,
        seconds,
        records / seconds,
        account.attempts(),
        account.refused(),
        account.unanswered(),
        deadLetters,
        redeployments,
        account.commitsSeen(),
        account.mostInHands(),
        CREDITS,
        liveHeap / 1048576.0,
        records * (double) PAYLOAD / 1048576);
    assertThat(account.lost()).isEmpty();
    assertThat(account.outOfOrder(ordering == Ordering.KEY ? KEYS : 0)).isEmpty();
    assertThat(account.committedTooEarly()).isEmpty();
    assertThat(account.mostInHands()).isBetween(2, ordering == Ordering.KEY ? CREDITS : PARTITIONS);
    assertThat(liveHeap).isLessThan(BUFFERED + 56 * 1048576);
  }
}
