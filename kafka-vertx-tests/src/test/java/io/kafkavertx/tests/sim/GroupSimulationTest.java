package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.ConsumerProtocolAssignment;
import io.kafkavertx.protocol.message.OffsetCommitRequest;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.FaultScript;
import io.kafkavertx.testkit.scripted.RequestContext;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.scripted.ScriptedGroup;
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

/** Consumers of one group that come, go and die, through faults of every kind. */
@Tag("slow")
class GroupSimulationTest {
  private static final List<ApiKey> APIS =
      List.of(
          ApiKey.FETCH,
          ApiKey.FETCH,
          ApiKey.JOIN_GROUP,
          ApiKey.SYNC_GROUP,
          ApiKey.HEARTBEAT,
          ApiKey.OFFSET_COMMIT,
          ApiKey.OFFSET_FETCH,
          ApiKey.LIST_OFFSETS,
          ApiKey.FIND_COORDINATOR,
          ApiKey.METADATA);

  @Test
  void everyRecordIsReadAndNoPartitionHasTwoOwnersInOneGeneration() {
    run("range");
  }

  @Test
  void soItIsWithMembersThatKeepPartitionsWhileTheyJoin() {
    run("cooperative-sticky");
  }

  private static void run(String assignor) {
    Tally tally = new Tally();
    Seeds.run(GroupSimulationTest.class, 200, world -> new Run(world, assignor, tally).run());
    tally.check("faults", "records read", "records read again", "generations", "crashes", "joins");
  }

  /** One seed. */
  private static final class Run {
    private final SimWorld world;
    private final String assignor;
    private final Tally tally;
    private final RandomGenerator random;
    private final ScriptedCluster brokers;
    private final ScriptedTopic topic;
    private final boolean autoCommit;
    private final List<SimConsumer> consumers = new ArrayList<>();
    private final Map<TopicPartition, Set<Long>> read = new HashMap<>();
    private int names;
    private int again;
    private boolean over;

    Run(SimWorld world, String assignor, Tally tally) {
      this.world = world;
      this.assignor = assignor;
      this.tally = tally;
      this.random = world.random();
      SimSetting.conditions(world);
      brokers = ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 3);
      brokers.onNote(world::trace);
      topic = brokers.createTopic("orders", 1 + random.nextInt(6));
      autoCommit = random.nextBoolean();
      brokers.intercept(ApiKey.OFFSET_COMMIT, this::checkCommit);
    }

    void run() {
      for (int i = 0; i < 2 + random.nextInt(2); i++) {
        world.after(Duration.ofMillis(random.nextInt(3000)), this::join);
      }
      FaultScript faults = new FaultScript(world, brokers, APIS);
      faults.start(Duration.ofSeconds(12), Duration.ofMillis(200 + random.nextInt(800)));
      for (int i = 0; i < 60; i++) {
        world.after(Duration.ofMillis(random.nextInt(12_000)), this::produce);
      }
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        world.after(Duration.ofMillis(3000 + random.nextInt(9000)), this::churn);
      }
      world.runFor(Duration.ofSeconds(12));
      over = true;
      world.runUntil(this::allRead, Duration.ofSeconds(60), "all records read");
      ScriptedGroup group = brokers.groups().group("billing");
      world.runUntil(
          () ->
              group.state() == ScriptedGroup.State.STABLE
                  && group.memberIds().size() == consumers.size(),
          Duration.ofSeconds(60),
          "a stable group of " + consumers.size());
      List.copyOf(consumers).forEach(this::close);
      checkGenerations(group);
      tally.fingerprint(world.fingerprint());
      tally.add("faults", faults.injected());
      tally.add("records read", read.values().stream().mapToInt(Set::size).sum());
      tally.add("records read again", again);
      tally.add("generations", group.generation());
    }

    private void join() {
      tally.add("joins", 1);
      ConsumerOptions options =
          new ConsumerOptions()
              .setBootstrapServers(brokers.bootstrapServers())
              .setClientId("sim")
              .setGroupId("billing")
              .setAutoOffsetReset("earliest")
              .setEnableAutoCommit(autoCommit)
              .setAutoCommitInterval(Duration.ofMillis(50 + random.nextInt(500)))
              .setSessionTimeout(Duration.ofMillis(2000 + random.nextInt(2000)))
              .setHeartbeatInterval(Duration.ofMillis(100 + random.nextInt(300)))
              .setRebalanceTimeout(Duration.ofMillis(2000 + random.nextInt(3000)))
              .setFetchMaxWait(Duration.ofMillis(20 + random.nextInt(480)))
              .setMaxPartitionFetchBytes(300 + random.nextInt(2000))
              .setReconnectBackoff(Duration.ofMillis(10 + random.nextInt(90)))
              .setReconnectBackoffMax(Duration.ofMillis(500))
              .setRetryBackoff(Duration.ofMillis(1 + random.nextInt(100)))
              .setRetryBackoffMax(Duration.ofMillis(500))
              .setConnectionSetupTimeout(Duration.ofMillis(500 + random.nextInt(2000)))
              .setRequestTimeout(Duration.ofMillis(1500 + random.nextInt(2000)))
              .setDefaultApiTimeout(Duration.ofSeconds(8));
      consumers.add(new SimConsumer(world, "consumer" + names++, options, assignor, this::seen));
    }

    private void churn() {
      if (consumers.size() < 2 || consumers.size() < 4 && random.nextInt(3) == 0) {
        join();
        return;
      }
      SimConsumer victim = consumers.get(random.nextInt(consumers.size()));
      if (random.nextBoolean()) {
        tally.add("crashes", 1);
        consumers.remove(victim);
        world.crash(victim.loop());
      } else {
        consumers.remove(victim);
        victim.loop().execute(victim::close);
      }
    }

    private void close(SimConsumer consumer) {
      consumers.remove(consumer);
      SimSetting.await(world, consumer.loop(), consumer::close, Duration.ofSeconds(10));
      world.runFor(Duration.ofSeconds(2));
      SimSetting.noLeak(world, consumer.loop());
    }

    private void produce() {
      ScriptedPartition partition =
          topic.partitions().get(random.nextInt(topic.partitions().size()));
      List<byte[]> values = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        String value = partition + "/" + (partition.endOffset() + i);
        values.add(value.getBytes(StandardCharsets.UTF_8));
      }
      partition.append(values);
    }

    private void seen(ConsumerRecord<String, String> record) {
      if (!offsetsOf(record.topicPartition()).add(record.offset())) {
        again++;
      }
    }

    private Set<Long> offsetsOf(TopicPartition partition) {
      return read.computeIfAbsent(partition, key -> new HashSet<>());
    }

    private boolean allRead() {
      return over
          && topic.partitions().stream()
              .allMatch(
                  partition ->
                      offsetsOf(new TopicPartition("orders", partition.index())).size()
                          == partition.endOffset());
    }

    /** What is committed must have been read by somebody: nothing may be skipped by a commit. */
    private io.kafkavertx.testkit.scripted.Reaction checkCommit(RequestContext context) {
      OffsetCommitRequest request = (OffsetCommitRequest) context.request();
      request
          .topics()
          .forEach(
              asked ->
                  asked
                      .partitions()
                      .forEach(
                          part -> {
                            Set<Long> offsets =
                                offsetsOf(new TopicPartition("orders", part.partitionIndex()));
                            for (long i = 0; i < part.committedOffset(); i++) {
                              if (!offsets.contains(i)) {
                                throw new SimFailure(
                                    "committed "
                                        + part.committedOffset()
                                        + " of partition "
                                        + part.partitionIndex()
                                        + ", but nobody has read "
                                        + i
                                        + "\n"
                                        + world.describe());
                              }
                            }
                          }));
      return null;
    }

    private static void checkGenerations(ScriptedGroup group) {
      for (ScriptedGroup.Generation generation : group.generations()) {
        Map<String, String> owners = new HashMap<>();
        generation
            .assignments()
            .forEach(
                (member, bytes) -> {
                  if (bytes.length == 0) {
                    return;
                  }
                  WireReader in = new WireReader(bytes);
                  short version = in.readInt16();
                  ConsumerProtocolAssignment assignment = new ConsumerProtocolAssignment();
                  assignment.read(in, version);
                  assignment
                      .assignedPartitions()
                      .forEach(
                          topic ->
                              topic
                                  .partitions()
                                  .forEach(
                                      index ->
                                          assertThat(
                                                  owners.put(topic.topic() + "-" + index, member))
                                              .as("generation %s", generation.generation())
                                              .isNull()));
                });
      }
    }
  }
}
