package io.kafkavertx.tests.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.proxy.Ending;
import io.kafkavertx.testkit.proxy.FaultProxies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three groups in a chain, each of which copies what the one before it has written, on a real
 * broker, while members join, leave and are killed and all connections are cut every 0.5 to 1.5
 * seconds. With transactions every number is at every level once; without them at least once, and
 * again no more often than batches may have been copied twice.
 *
 * <p>{@code -Detl.records=500000} is the full size; {@code -Detl.seconds=N} is how long the input
 * takes to come in.
 */
@Tag("slow")
@Timeout(1800)
final class ChainedEtlTest {
  private static final int RECORDS = Integer.getInteger("etl.records", 20_000);
  private static final int SECONDS = Integer.getInteger("etl.seconds", RECORDS > 100_000 ? 60 : 14);

  private final AtomicBoolean over = new AtomicBoolean();
  private final EtlAccount account = new EtlAccount();
  private final List<EtlWorker> workers = new ArrayList<>();
  private volatile int fed;
  private int cuts;

  static Stream<EtlPlan> plans() {
    String chosen =
        System.getProperty(
            "etl.plans",
            RECORDS > 100_000
                ? "range/dynamic/plain,cooperative-sticky/dynamic/plain,cooperative-sticky/static/plain,"
                    + "range/dynamic/transactions,cooperative-sticky/dynamic/transactions,"
                    + "range/static/transactions"
                : "range/dynamic/plain,cooperative-sticky/dynamic/transactions,"
                    + "cooperative-sticky/static/transactions");
    return Stream.of(chosen.split(",")).map(EtlPlan::of);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void everyNumberArrivesAtEveryLevelInOrder(EtlPlan plan) throws Exception {
    long started = System.nanoTime();
    try (FaultProxies proxies = new FaultProxies();
        KafkaBroker broker =
            KafkaBroker.start(
                BrokerOptions.version("4.4.0")
                    .advertised(proxies)
                    .property("group.min.session.timeout.ms", "1000")
                    .property(
                        "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"))) {
      for (int level = 0; level <= EtlPlan.LEVELS; level++) {
        broker.createTopic(EtlPlan.topic(level), EtlPlan.PARTITIONS);
      }
      String servers = broker.bootstrapServers();
      CompletableFuture<Void> feeding = CompletableFuture.runAsync(() -> feed(servers));
      CompletableFuture<Void> cutting = CompletableFuture.runAsync(() -> cut(proxies));
      try {
        churn(servers, plan);
        feeding.get(120, TimeUnit.SECONDS);
        awaitEnd(servers);
        over.set(true);
        cutting.get(30, TimeUnit.SECONDS);
        for (EtlWorker worker : workers) {
          worker.stop();
        }
        check(servers, plan, started);
      } finally {
        over.set(true);
        workers.forEach(EtlWorker::close);
      }
    }
  }

  /** The input comes in evenly, so that whatever happens does so in the middle of it. */
  private void feed(String servers) {
    try (KafkaProducer<byte[], Integer> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "acks", "all", "linger.ms", "5"),
            new ByteArraySerializer(),
            new IntegerSerializer())) {
      long start = System.nanoTime();
      while (fed < RECORDS && !over.get()) {
        long due = (System.nanoTime() - start) * RECORDS / TimeUnit.SECONDS.toNanos(SECONDS);
        int next = fed;
        for (; next < Math.min(due, RECORDS); next++) {
          int number = next;
          producer.send(
              new ProducerRecord<>(EtlPlan.topic(0), EtlPlan.partition(number, 0), null, number),
              (stored, failure) -> {
                if (failure != null) {
                  account.heard("input", "violation 0 " + number + " not sent: " + failure);
                }
              });
        }
        fed = next;
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cut(FaultProxies proxies) {
    Random random = new Random(1);
    try {
      while (!over.get()) {
        TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(1000));
        Ending ending = random.nextBoolean() ? Ending.RESET : Ending.FIN;
        proxies.all().forEach(proxy -> proxy.cut(ending));
        cuts++;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private EtlWorker add(String servers, EtlPlan plan, String name) throws Exception {
    EtlWorker worker = new EtlWorker(servers, plan, name, account);
    workers.add(worker);
    return worker;
  }

  /** A static member comes back under its name; another one makes room for somebody new. */
  private void churn(String servers, EtlPlan plan) throws Exception {
    boolean fixed = plan.fixed();
    EtlWorker first = add(servers, plan, "a");
    EtlWorker second = add(servers, plan, "b");
    awaitFed(20);
    EtlWorker third = add(servers, plan, "c");
    awaitFed(40);
    replace(first, servers, plan, fixed ? "a" : "d", true);
    awaitFed(60);
    replace(second, servers, plan, fixed ? "b" : "e", false);
    awaitFed(80);
    replace(third, servers, plan, fixed ? "c" : "f", true);
  }

  private void replace(EtlWorker old, String servers, EtlPlan plan, String name, boolean kill)
      throws Exception {
    workers.remove(old);
    if (kill) {
      old.kill();
    } else {
      old.stop();
    }
    add(servers, plan, name);
  }

  private void awaitFed(int percent) throws InterruptedException {
    while (fed < RECORDS / 100L * percent) {
      healthy();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private void healthy() {
    assertThat(account.violations()).isEmpty();
    for (EtlWorker worker : workers) {
      assertThat(worker.isAlive()).as("%s: %s", worker.name, worker.last()).isTrue();
    }
  }

  private void awaitEnd(String servers) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120 + RECORDS / 1000L);
    while (EtlLog.read(servers, EtlPlan.LEVELS).numbers() < RECORDS) {
      healthy();
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not all numbers have arrived: "
                + Stream.iterate(0, level -> level <= EtlPlan.LEVELS, level -> level + 1)
                    .map(level -> EtlLog.read(servers, level).numbers())
                    .toList()
                + ", "
                + account
                + workers.stream().map(EtlWorker::last).toList());
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  private void check(String servers, EtlPlan plan, long started) {
    EtlLog before = EtlLog.read(servers, 0);
    StringBuilder duplicates = new StringBuilder();
    int allowed = 0;
    assertThat(before.numbers()).isEqualTo(RECORDS);
    for (int level = 1; level <= EtlPlan.LEVELS; level++) {
      EtlLog log = EtlLog.read(servers, level);
      assertThat(log.numbers()).as("numbers at level %s", level).isEqualTo(RECORDS);
      log.checkOrder(before);
      allowed += plan.transactional() ? 0 : EtlPlan.BATCH * account.events(level);
      assertThat(log.duplicates())
          .as("numbers again at level %s, %s", level, account)
          .isLessThanOrEqualTo(allowed);
      duplicates.append(duplicates.isEmpty() ? "" : ", ").append(log.duplicates());
      before = log;
    }
    assertThat(account.violations()).isEmpty();
    System.out.println(
        plan
            + ": "
            + RECORDS
            + " numbers at each of 3 levels in order, again "
            + duplicates
            + "; connections cut "
            + cuts
            + " times, "
            + account
            + ", "
            + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started)
            + " s");
  }
}
