package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.testkit.sim.Cut;
import io.kafkavertx.testkit.sim.Direction;
import io.kafkavertx.testkit.sim.LinkConditions;
import io.kafkavertx.testkit.sim.SimConnection;
import io.kafkavertx.testkit.sim.SimNetwork;
import io.kafkavertx.testkit.sim.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random faults in a simulated network and its scripted cluster, all from the world's seed. Every
 * fault either passes by itself or is healed at the end, so that a client that does not give up
 * must succeed in the end.
 */
public final class FaultScript {
  private static final List<ErrorCode> PRODUCE_ERRORS =
      List.of(
          ErrorCode.NOT_LEADER_OR_FOLLOWER,
          ErrorCode.LEADER_NOT_AVAILABLE,
          ErrorCode.NOT_ENOUGH_REPLICAS,
          ErrorCode.KAFKA_STORAGE_ERROR,
          ErrorCode.REQUEST_TIMED_OUT,
          ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  private static final List<ErrorCode> GROUP_ERRORS =
      List.of(
          ErrorCode.COORDINATOR_NOT_AVAILABLE,
          ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
          ErrorCode.NOT_COORDINATOR);
  private static final List<ErrorCode> FETCH_ERRORS =
      List.of(
          ErrorCode.NOT_LEADER_OR_FOLLOWER,
          ErrorCode.UNKNOWN_LEADER_EPOCH,
          ErrorCode.KAFKA_STORAGE_ERROR,
          ErrorCode.UNKNOWN_SERVER_ERROR);

  private final SimWorld world;
  private final SimNetwork network;
  private final ScriptedCluster cluster;
  private final RandomGenerator random;
  private final List<ApiKey> apis;
  private final List<Intercept.Registration> reactions = new ArrayList<>();
  private long end;
  private int injected;

  /**
   * A script for one cluster.
   *
   * @param apis the APIs whose requests may meet with a fault of their own
   */
  public FaultScript(SimWorld world, ScriptedCluster cluster, List<ApiKey> apis) {
    this.world = world;
    this.network = world.network();
    this.cluster = cluster;
    this.random = world.random();
    this.apis = List.copyOf(apis);
  }

  /**
   * Starts injecting faults, one about every {@code gap}; after {@code length} everything is
   * healed.
   */
  public void start(Duration length, Duration gap) {
    end = world.nanoTime() + length.toNanos();
    world.after(length, this::heal);
    next(gap);
  }

  /** How many faults there were. */
  public int injected() {
    return injected;
  }

  /** Ends all faults. */
  public void heal() {
    world.trace("everything heals");
    network.heal();
    reactions.forEach(Intercept.Registration::remove);
    reactions.clear();
    cluster.settings().metadataLag(Duration.ZERO);
    cluster.brokers().forEach(broker -> cluster.revive(broker.id()));
    for (ScriptedTopic topic : cluster.topics()) {
      for (ScriptedPartition partition : topic.partitions()) {
        if (!cluster.isAlive(partition.leader())) {
          partition.lead(partition.replicas().get(0));
        }
      }
    }
  }

  private void next(Duration gap) {
    world.after(
        Duration.ofNanos(random.nextLong(2 * gap.toNanos())),
        () -> {
          if (world.nanoTime() < end) {
            injected++;
            inject();
            next(gap);
          }
        });
  }

  private void inject() {
    switch (random.nextInt(10)) {
      case 0, 1 -> cutSomething();
      case 2 -> blackHole();
      case 3 -> refuse();
      case 4 -> slowDown();
      case 5 -> killBroker();
      case 6 -> moveSomething();
      default -> react();
    }
  }

  private void cutSomething() {
    List<SimConnection> open = network.connections();
    if (!open.isEmpty()) {
      pick(open).cut(pick(List.of(Cut.values())));
    }
  }

  private void blackHole() {
    List<SimConnection> open = network.connections();
    Direction direction = pick(List.of(Direction.values()));
    if (random.nextBoolean() || open.isEmpty()) {
      String address = anyBroker().address();
      network.blackHole(address, direction, true);
      world.after(upTo(4000), () -> network.blackHole(address, Direction.BOTH, false));
    } else {
      SimConnection connection = pick(open);
      connection.blackHole(direction, true);
      world.after(upTo(8000), () -> connection.blackHole(Direction.BOTH, false));
    }
  }

  private void refuse() {
    ScriptedBroker broker = anyBroker();
    if (random.nextBoolean()) {
      network.refuse(broker.address(), true);
      world.after(upTo(3000), () -> network.refuse(broker.address(), false));
    } else {
      network.failDns(broker.host(), true);
      world.after(upTo(3000), () -> network.failDns(broker.host(), false));
    }
  }

  private void slowDown() {
    String address = anyBroker().address();
    LinkConditions slow =
        LinkConditions.WAN
            .delay(upTo(50), upTo(400))
            .bandwidth(20_000 + random.nextInt(1_000_000))
            .chunks(1 + random.nextInt(700))
            .sendBuffer(512 + random.nextInt(20_000));
    network.conditions(address, slow);
    network.connectionsTo(address).forEach(connection -> connection.cut(Cut.ORDERLY));
    world.after(upTo(5000), () -> network.conditions(address, null));
    cluster.settings().metadataLag(upTo(400));
  }

  private void moveSomething() {
    if (apis.stream().anyMatch(FaultScript::isOfTransactions) && random.nextBoolean()) {
      cluster.moveCoordinators();
    } else {
      moveLeader();
    }
  }

  private void killBroker() {
    ScriptedBroker broker = anyBroker();
    if (cluster.aliveBrokers().size() > 1 || random.nextInt(4) == 0) {
      cluster.kill(broker.id());
      world.after(upTo(5000), () -> cluster.revive(broker.id()));
    }
  }

  private void moveLeader() {
    if (cluster.topics().isEmpty()) {
      return;
    }
    ScriptedTopic topic = pick(List.copyOf(cluster.topics()));
    ScriptedPartition partition = pick(topic.partitions());
    List<ScriptedBroker> alive = cluster.aliveBrokers();
    if (random.nextInt(4) == 0) {
      cluster.moveLeader(topic.name(), partition.index(), -1);
      world.after(upTo(2000), () -> elect(topic, partition));
    } else if (!alive.isEmpty()) {
      cluster.moveLeader(topic.name(), partition.index(), pick(alive).id());
    }
  }

  private void elect(ScriptedTopic topic, ScriptedPartition partition) {
    List<ScriptedBroker> alive = cluster.aliveBrokers();
    if (partition.leader() < 0 && !alive.isEmpty()) {
      cluster.moveLeader(topic.name(), partition.index(), alive.get(0).id());
    }
  }

  private void react() {
    ApiKey key = pick(apis);
    Reaction reaction = reaction(key);
    world.trace("next " + key + " meets " + reaction);
    reactions.add(cluster.next(1 + random.nextInt(2), key, reaction));
  }

  private Reaction reaction(ApiKey key) {
    if (isOfTransactions(key) && random.nextInt(4) == 0) {
      return Reaction.late(upTo(3000));
    }
    return switch (random.nextInt(12)) {
      case 0 -> Reaction.dropBefore();
      case 1 -> Reaction.dropAfter();
      case 2 -> Reaction.delay(upTo(3000));
      case 3 -> Reaction.ignore();
      case 4 -> Reaction.swallow();
      case 5 -> Reaction.garble();
      case 6 -> Reaction.wrongCorrelationId();
      case 7 -> Reaction.cutAnswer(random.nextInt(40));
      case 8 -> hasThrottle(key) ? Reaction.throttle(upTo(2000)) : Reaction.delay(upTo(2000));
      default -> refusal(key);
    };
  }

  private static boolean isOfTransactions(ApiKey key) {
    return switch (key) {
      case ADD_PARTITIONS_TO_TXN, ADD_OFFSETS_TO_TXN, TXN_OFFSET_COMMIT, END_TXN -> true;
      default -> false;
    };
  }

  private static boolean hasThrottle(ApiKey key) {
    return key != ApiKey.SASL_HANDSHAKE && key != ApiKey.SASL_AUTHENTICATE;
  }

  private Reaction refusal(ApiKey key) {
    return switch (key) {
      case PRODUCE ->
          random.nextInt(4) == 0
              ? Reaction.refuseAfter(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND)
              : Reaction.refuse(pick(PRODUCE_ERRORS));
      case FETCH -> Reaction.refuse(pick(FETCH_ERRORS));
      case LIST_OFFSETS -> Reaction.refuse(ErrorCode.NOT_LEADER_OR_FOLLOWER);
      case INIT_PRODUCER_ID -> Reaction.refuse(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
      case METADATA -> Reaction.refuse(ErrorCode.LEADER_NOT_AVAILABLE);
      case FIND_COORDINATOR -> Reaction.refuse(ErrorCode.COORDINATOR_NOT_AVAILABLE);
      case JOIN_GROUP, SYNC_GROUP, HEARTBEAT, LEAVE_GROUP, OFFSET_COMMIT, OFFSET_FETCH ->
          Reaction.refuse(pick(GROUP_ERRORS));
      case ADD_PARTITIONS_TO_TXN, ADD_OFFSETS_TO_TXN, TXN_OFFSET_COMMIT, END_TXN ->
          random.nextInt(4) == 0
              ? Reaction.refuseAfter(ErrorCode.COORDINATOR_NOT_AVAILABLE)
              : Reaction.refuse(pick(GROUP_ERRORS));
      case API_VERSIONS -> Reaction.dropBefore();
      default -> Reaction.delay(upTo(1000));
    };
  }

  private ScriptedBroker anyBroker() {
    return pick(List.copyOf(cluster.brokers()));
  }

  private Duration upTo(int millis) {
    return Duration.ofMillis(1 + random.nextInt(millis));
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
