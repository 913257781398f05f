package io.kafkavertx.tests.sim;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.Ordering;
import io.kafkavertx.ProcessOptions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.OffsetCommitRequest;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.FaultScript;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.scripted.RequestContext;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.scripted.ScriptedPartition;
import io.kafkavertx.testkit.scripted.ScriptedTopic;
import io.kafkavertx.testkit.sim.Seeds;
import io.kafkavertx.testkit.sim.SimFailure;
import io.kafkavertx.testkit.sim.SimWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Members of a group that process records with futures which end late, badly or never, while
 * members come, go and die and the network and the brokers fail in every way.
 */
@Tag("slow")
class ProcessSimulationTest {
  private static final List<ApiKey> APIS =
      List.of(
          ApiKey.FETCH,
          ApiKey.JOIN_GROUP,
          ApiKey.SYNC_GROUP,
          ApiKey.HEARTBEAT,
          ApiKey.OFFSET_COMMIT,
          ApiKey.OFFSET_COMMIT,
          ApiKey.OFFSET_FETCH,
          ApiKey.FIND_COORDINATOR);

  @Test
  void whateverFuturesDoNothingIsCommittedBeforeItIsDoneAndEverythingIsDone() {
    Tally tally = new Tally();
    Seeds.runSideBySide(ProcessSimulationTest.class, 1000, world -> new Run(world, tally).run());
    tally.check(
        "faults",
        "processed",
        "batches",
        "hanging",
        "thrown",
        "crashes",
        "TIMED_OUT",
        "SKIPPED",
        "DEAD_LETTERED",
        "PARTITION_STOPPED",
        "dead letters not written",
        "resumed",
        "commits");
  }

  /** One seed. */
  private static final class Run implements SimProcessor.Watcher {
    private final SimWorld world;
    private final Tally tally;
    private final RandomGenerator random;
    private final ScriptedCluster brokers;
    private final ScriptedTopic topic;
    private final String assignor;
    private final Ordering ordering;
    private final List<SimProcessor> members = new ArrayList<>();
    private final Map<TopicPartition, Set<Long>> done = new HashMap<>();
    private int names;

    Run(SimWorld world, Tally tally) {
      this.world = world;
      this.tally = tally;
      this.random = world.random();
      SimSetting.conditions(world);
      brokers = ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 3);
      brokers.onNote(world::trace);
      topic = brokers.createTopic("orders", 1 + random.nextInt(5));
      assignor = random.nextBoolean() ? "range" : "cooperative-sticky";
      ordering = Ordering.values()[random.nextInt(3)];
      brokers.intercept(ApiKey.OFFSET_COMMIT, this::checkCommit);
    }

    void run() {
      for (int i = 0; i < 2 + random.nextInt(2); i++) {
        world.after(Duration.ofMillis(random.nextInt(2000)), this::join);
      }
      FaultScript faults = new FaultScript(world, brokers, APIS);
      faults.start(Duration.ofSeconds(8), Duration.ofMillis(300 + random.nextInt(1200)));
      for (int i = 0; i < 30; i++) {
        world.after(Duration.ofMillis(random.nextInt(8000)), this::produce);
      }
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        world.after(Duration.ofMillis(2000 + random.nextInt(6000)), this::churn);
      }
      world.runFor(Duration.ofSeconds(8));
      members.forEach(SimProcessor::calm);
      world.runUntil(this::isAllDone, Duration.ofSeconds(90), "all records are done");
      List.copyOf(members).forEach(this::close);
      tally.fingerprint(world.fingerprint());
      tally.add("faults", faults.injected());
    }

    private void join() {
      ConsumerOptions consumer =
          SimSetting.hasty(
              new ConsumerOptions()
                  .setBootstrapServers(brokers.bootstrapServers())
                  .setClientId("sim")
                  .setGroupId("billing")
                  .setAutoOffsetReset("earliest")
                  .setAutoCommitInterval(Duration.ofMillis(50 + random.nextInt(500)))
                  .setSessionTimeout(Duration.ofMillis(2000 + random.nextInt(2000)))
                  .setHeartbeatInterval(Duration.ofMillis(100 + random.nextInt(300)))
                  .setRebalanceTimeout(Duration.ofMillis(2000 + random.nextInt(3000)))
                  .setFetchMaxWait(Duration.ofMillis(20 + random.nextInt(480))),
              random);
      int concurrency = 1 + random.nextInt(20);
      ProcessOptions.OnFailure[] policies = ProcessOptions.OnFailure.values();
      ProcessOptions options =
          new ProcessOptions()
              .setOrdering(ordering)
              .setConcurrency(concurrency)
              .setBatchSize(random.nextBoolean() ? 1 : 1 + random.nextInt(concurrency))
              .setLookAhead(1 + random.nextInt(30))
              .setMaxUnfinished(1 + random.nextInt(60))
              .setProcessingTimeout(Duration.ofMillis(400 + random.nextInt(800)))
              .setMaxRetries(random.nextInt(3))
              .setRetryBackoff(Duration.ofMillis(1 + random.nextInt(50)))
              .setRetryBackoffMax(Duration.ofMillis(100))
              .setOnFailure(policies[random.nextInt(policies.length)])
              .setDeadLetterTopic("{topic}-dead")
              .setDrainTimeout(Duration.ofMillis(random.nextInt(3) == 0 ? 0 : 2000))
              .setCloseGaps(random.nextBoolean())
              .setCommitEvery(random.nextInt(3) * 7);
      members.add(new SimProcessor(world, "member" + names++, consumer, options, assignor, this));
    }

    private void churn() {
      if (members.size() < 2 || members.size() < 4 && random.nextInt(3) == 0) {
        join();
        return;
      }
      SimProcessor victim = members.remove(random.nextInt(members.size()));
      if (random.nextBoolean()) {
        tally.add("crashes", 1);
        world.crash(victim.loop());
      } else {
        victim.loop().execute(victim::close);
      }
    }

    private void close(SimProcessor member) {
      members.remove(member);
      SimSetting.await(world, member.loop(), member::close, Duration.ofSeconds(10));
      world.runFor(Duration.ofSeconds(2));
      SimSetting.noLeak(world, member.loop());
    }

    private void produce() {
      ScriptedPartition partition =
          topic.partitions().get(random.nextInt(topic.partitions().size()));
      List<byte[]> keys = new ArrayList<>();
      List<byte[]> values = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(15); i++) {
        int key = random.nextInt(6);
        keys.add(key == 0 ? null : ("key" + key).getBytes(StandardCharsets.UTF_8));
        String value = partition.index() + "/" + (partition.endOffset() + i);
        values.add(value.getBytes(StandardCharsets.UTF_8));
      }
      partition.append(keys, values);
    }

    @Override
    public void done(TopicPartition partition, long offset) {
      doneOf(partition).add(offset);
    }

    @Override
    public void add(String what) {
      tally.add(what, 1);
    }

    private Set<Long> doneOf(TopicPartition partition) {
      return done.computeIfAbsent(partition, key -> new HashSet<>());
    }

    private boolean isAllDone() {
      return topic.partitions().stream()
          .allMatch(
              partition ->
                  doneOf(new TopicPartition("orders", partition.index())).size()
                      == partition.endOffset());
    }

    /** Nothing is committed that is not done. */
    private Reaction checkCommit(RequestContext context) {
      tally.add("commits", 1);
      OffsetCommitRequest request = (OffsetCommitRequest) context.request();
      for (OffsetCommitRequest.OffsetCommitRequestTopic asked : request.topics()) {
        for (OffsetCommitRequest.OffsetCommitRequestPartition part : asked.partitions()) {
          Set<Long> offsets = doneOf(new TopicPartition("orders", part.partitionIndex()));
          for (long i = 0; i < part.committedOffset(); i++) {
            if (!offsets.contains(i)) {
              throw new SimFailure(
                  "committed "
                      + part.committedOffset()
                      + " of partition "
                      + part.partitionIndex()
                      + ", but "
                      + i
                      + " is not done\n"
                      + world.describe());
            }
          }
        }
      }
      return null;
    }
  }
}
