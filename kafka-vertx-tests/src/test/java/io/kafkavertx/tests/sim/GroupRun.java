package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ConsumerProtocolAssignment;
import io.kafkavertx.protocol.message.OffsetCommitRequest;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.FaultScript;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.scripted.RequestContext;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.scripted.ScriptedGroup;
import io.kafkavertx.testkit.scripted.ScriptedPartition;
import io.kafkavertx.testkit.scripted.ScriptedTopic;
import io.kafkavertx.testkit.sim.SimFailure;
import io.kafkavertx.testkit.sim.SimWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * One seed of a group under faults. Nothing that nobody has read is committed, no generation gives
 * a partition to two members, every member gets what it owns in order and nothing else, positions
 * move only where the group or the test says so, and once the faults are over all is read within
 * the time that sessions, rebalances and requests take.
 */
final class GroupRun {
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

  private static final List<ApiKey> REFUSED =
      Stream.concat(APIS.stream().distinct(), Stream.of(ApiKey.LEAVE_GROUP))
          .filter(api -> api != ApiKey.METADATA)
          .toList();

  /** Brokers do not lie about where a log begins and ends. */
  private static final List<ErrorCode> REFUSALS =
      Stream.of(ErrorCode.values())
          .filter(code -> code != ErrorCode.NONE && code != ErrorCode.OFFSET_OUT_OF_RANGE)
          .toList();

  /**
   * How large a run is.
   *
   * @param partitions the most there are
   * @param members those that join at the start, at most; churn may add as many
   * @param trouble how long there are faults
   * @param bursts how often records come
   * @param full whether there are always that many partitions and members
   * @param acts how often, at most, members come, go and die, coordinators move, positions are
   *     sought and requests are refused for whatever reason
   */
  record Scale(int partitions, int members, boolean full, Duration trouble, int bursts, int acts) {
    int some(RandomGenerator random, int most) {
      return full ? most : 1 + random.nextInt(most);
    }
  }

  private final SimWorld world;
  private final String assignor;
  private final Tally tally;
  private final RandomGenerator random;
  private final Scale scale;
  private final ScriptedCluster brokers;
  private final ScriptedTopic topic;
  private final boolean autoCommit;
  private final List<SimConsumer> consumers = new ArrayList<>();
  private final ReadLog read = new ReadLog();
  private int names;
  private int again;
  private boolean over;

  GroupRun(SimWorld world, Scale scale, String assignor, Tally tally) {
    this.world = world;
    this.assignor = assignor;
    this.tally = tally;
    this.scale = scale;
    this.random = world.random();
    SimSetting.conditions(world);
    brokers = ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 3);
    brokers.onNote(world::trace);
    topic = brokers.createTopic("orders", scale.some(random, scale.partitions));
    autoCommit = random.nextBoolean();
    brokers.intercept(ApiKey.OFFSET_COMMIT, this::checkCommit);
  }

  void run() {
    int millis = (int) scale.trouble.toMillis();
    for (int i = scale.some(random, scale.members); i > 0; i--) {
      world.after(Duration.ofMillis(random.nextInt(millis / 4)), this::join);
    }
    FaultScript faults = new FaultScript(world, brokers, APIS);
    faults.start(scale.trouble, Duration.ofMillis(200 + random.nextInt(800)));
    for (int i = 0; i < scale.bursts; i++) {
      world.after(Duration.ofMillis(random.nextInt(millis)), this::produce);
    }
    for (int i = 0; i < 1 + random.nextInt(scale.acts); i++) {
      world.after(Duration.ofMillis(millis / 4 + random.nextInt(millis * 3 / 4)), this::act);
    }
    world.runFor(scale.trouble);
    over = true;
    if (consumers.isEmpty()) {
      join();
    }
    world.runUntil(this::allRead, Duration.ofSeconds(45), "all records read");
    ScriptedGroup group = brokers.groups().group("billing");
    world.runUntil(
        () ->
            group.state() == ScriptedGroup.State.STABLE
                && group.memberIds().size() == consumers.size(),
        Duration.ofSeconds(45),
        "a stable group of " + consumers.size());
    close();
    checkGenerations(group);
    tally.fingerprint(world.fingerprint());
    tally.add("faults", faults.injected());
    tally.add("records read", read.count());
    tally.add("records read again", again);
    tally.add("generations", group.generation());
  }

  private ConsumerOptions options() {
    return SimSetting.hasty(
        new ConsumerOptions()
            .setBootstrapServers(brokers.bootstrapServers())
            .setClientId("sim")
            .setGroupId("billing")
            .setAutoOffsetReset("earliest")
            .setEnableAutoCommit(autoCommit)
            .setAutoCommitInterval(Duration.ofMillis(50 + random.nextInt(900)))
            .setSessionTimeout(Duration.ofMillis(2000 + random.nextInt(2000)))
            .setHeartbeatInterval(Duration.ofMillis(100 + random.nextInt(500)))
            .setRebalanceTimeout(Duration.ofMillis(2000 + random.nextInt(3000)))
            .setFetchMaxWait(Duration.ofMillis(100 + random.nextInt(900))),
        random);
  }

  private void join() {
    tally.add("joins", 1);
    consumers.add(
        new SimConsumer(
            world,
            "consumer" + names++,
            options(),
            assignor,
            new SimConsumer.Watch() {
              @Override
              public void seen(ConsumerRecord<String, String> record) {
                if (!read.add(record.topicPartition(), record.offset())) {
                  again++;
                }
              }

              @Override
              public void reset(OffsetReset reset, boolean wasCommitted) {
                tally.add("resets", 1);
                if (wasCommitted || reset.reason() != OffsetReset.Reason.NO_COMMITTED_OFFSET) {
                  throw new SimFailure(reset + " of a log that is whole\n" + world.describe());
                }
              }

              @Override
              public void failed() {
                tally.add("failures told", 1);
              }

              @Override
              public boolean isCommitted(TopicPartition partition) {
                return brokers.groups().group("billing").offsets().containsKey(partition);
              }
            }));
  }

  private void act() {
    switch (random.nextInt(6)) {
      case 0, 1 -> churn();
      case 2 -> {
        tally.add("coordinator moves", 1);
        brokers.moveCoordinators();
      }
      case 3 -> refuse();
      default -> {
        if (!consumers.isEmpty()) {
          tally.add("seeks", 1);
          SimConsumer consumer = consumers.get(random.nextInt(consumers.size()));
          consumer.loop().execute(consumer::seekBack);
        }
      }
    }
  }

  /** Any error at all: memberships and partitions may fail for it, and the application goes on. */
  private void refuse() {
    ApiKey api = REFUSED.get(random.nextInt(REFUSED.size()));
    ErrorCode code = REFUSALS.get(random.nextInt(REFUSALS.size()));
    world.trace("next " + api + " is answered " + code);
    tally.add("refusals", 1);
    brokers.next(1, api, Reaction.refuse(code));
  }

  private void churn() {
    if (consumers.size() < 2 || consumers.size() < scale.members && random.nextInt(3) == 0) {
      join();
      return;
    }
    SimConsumer victim = consumers.remove(random.nextInt(consumers.size()));
    if (random.nextBoolean()) {
      tally.add("crashes", 1);
      world.crash(victim.loop());
    } else {
      victim.loop().execute(victim::close);
    }
  }

  private void close() {
    List<SimConsumer> last = List.copyOf(consumers);
    last.forEach(consumer -> consumer.loop().execute(consumer::close));
    world.runUntil(
        () -> last.stream().allMatch(SimConsumer::isClosed),
        Duration.ofSeconds(10),
        "all are closed");
    world.runFor(Duration.ofSeconds(2));
    last.forEach(consumer -> SimSetting.noLeak(world, consumer.loop()));
  }

  private void produce() {
    ScriptedPartition partition = topic.partitions().get(random.nextInt(topic.partitions().size()));
    List<byte[]> values = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(20); i++) {
      String value = partition + "/" + (partition.endOffset() + i);
      values.add(value.getBytes(StandardCharsets.UTF_8));
    }
    partition.append(values);
  }

  private boolean allRead() {
    return over
        && topic.partitions().stream()
            .allMatch(
                partition ->
                    read.end(new TopicPartition("orders", partition.index()))
                        == partition.endOffset());
  }

  /** What is committed must have been read by somebody: nothing may be skipped by a commit. */
  private Reaction checkCommit(RequestContext context) {
    OffsetCommitRequest request = (OffsetCommitRequest) context.request();
    for (OffsetCommitRequest.OffsetCommitRequestTopic asked : request.topics()) {
      for (OffsetCommitRequest.OffsetCommitRequestPartition part : asked.partitions()) {
        long end = read.end(new TopicPartition("orders", part.partitionIndex()));
        if (part.committedOffset() > end) {
          throw new SimFailure(
              "committed "
                  + part.committedOffset()
                  + " of partition "
                  + part.partitionIndex()
                  + ", but nobody has read "
                  + end
                  + "\n"
                  + world.describe());
        }
      }
    }
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
                                        assertThat(owners.put(topic.topic() + "-" + index, member))
                                            .as("generation %s", generation.generation())
                                            .isNull()));
              });
    }
  }
}
