package io.kafkavertx.tests.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.admin.AddRaftVoterOptions;
import io.kafkavertx.admin.AlterConfigOp;
import io.kafkavertx.admin.AlterPartitionReassignmentsOptions;
import io.kafkavertx.admin.ClusterDescription;
import io.kafkavertx.admin.ConfigResource;
import io.kafkavertx.admin.DescribeClusterOptions;
import io.kafkavertx.admin.ElectionType;
import io.kafkavertx.admin.FeatureUpdate;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.NewTopic;
import io.kafkavertx.admin.OffsetSpec;
import io.kafkavertx.admin.PartitionDescription;
import io.kafkavertx.admin.PartitionReassignment;
import io.kafkavertx.admin.QuorumInfo;
import io.kafkavertx.admin.RaftVoterEndpoint;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicPartitionReplica;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.wire.Uuids;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.KafkaCluster;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What needs more than one broker: moving replicas, elections, the quorum, a controller that dies.
 */
@Tag("slow")
@Timeout(600)
final class AdminOnAClusterTest {
  @TempDir static Path disks;
  private static KafkaCluster cluster;

  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();
  private KafkaAdmin admin;

  @BeforeAll
  static void start() {
    String dirs = disks.resolve("a-{node}") + "," + disks.resolve("b-{node}");
    cluster = KafkaCluster.start(3, BrokerOptions.version("4.4.0").property("log.dirs", dirs));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void open() throws Exception {
    admin =
        KafkaAdmin.create(
            guarded.vertx(),
            new KafkaAdminOptions().setBootstrapServers(cluster.bootstrapServers()));
  }

  @AfterEach
  void allAlive() throws Exception {
    for (KafkaBroker node : cluster.nodes()) {
      if (node.state() != KafkaBroker.State.RUNNING) {
        node.restart();
      }
    }
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private static void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(100);
    }
  }

  private PartitionDescription first(String topic) throws Exception {
    return get(admin.describeTopics(List.of(topic))).get(topic).partitions().get(0);
  }

  @Test
  void replicasMoveAndThePreferredLeaderIsElected() throws Exception {
    get(
        admin
            .createTopics(List.of(NewTopic.assigned("moving", Map.of(0, List.of(1, 2)))))
            .compose(Results::all));
    get(admin.waitForTopic("moving"));
    TopicPartition moving = new TopicPartition("moving", 0);
    TopicPartition missing = new TopicPartition("moving", 4);
    Results<TopicPartition, Void> wider =
        get(
            admin.alterPartitionReassignments(
                Map.of(moving, Optional.of(List.of(3, 2, 1))),
                AlterPartitionReassignmentsOptions.defaults().allowReplicationFactorChange(false)));
    assertThat(wider.failures().get(moving)).hasMessageContaining("INVALID_REPLICATION_FACTOR");

    Map<TopicPartition, Optional<List<Integer>>> wanted = new LinkedHashMap<>();
    wanted.put(moving, Optional.of(List.of(3, 1)));
    wanted.put(missing, Optional.of(List.of(3, 1)));
    Results<TopicPartition, Void> begun = get(admin.alterPartitionReassignments(wanted));
    assertThat(begun.values()).containsOnlyKeys(moving);
    assertThat(begun.failures().get(missing))
        .hasMessageContaining(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.name());
    until("moved", () -> get(admin.listPartitionReassignments(List.of(moving))).isEmpty());
    // The controller says what moves, any broker who has it, a moment later.
    until(
        "replicas are told",
        () -> first("moving").replicas().stream().map(Node::id).toList().equals(List.of(3, 1)));
    until("in sync", () -> first("moving").isr().size() == 2);
    if (first("moving").leader().id() != 3) {
      Results<TopicPartition, Void> elected =
          get(admin.electLeaders(ElectionType.PREFERRED, List.of(moving)));
      assertThat(elected.failures()).isEmpty();
    }
    until("led by 3", () -> first("moving").leader().id() == 3);
  }

  @Test
  void aMoveThatIsSlowedDownIsListedAsByTheJavaClientAndCancelled() throws Exception {
    get(
        admin
            .createTopics(List.of(NewTopic.assigned("slow", Map.of(0, List.of(1)))))
            .compose(Results::all));
    get(admin.waitForTopic("slow"));
    cluster.node(3).kill();
    TopicPartition slow = new TopicPartition("slow", 0);
    // A broker that is down cannot catch up.
    get(
        admin
            .alterPartitionReassignments(Map.of(slow, Optional.of(List.of(3))))
            .compose(Results::all));
    PartitionReassignment ours = get(admin.listPartitionReassignments()).get(slow);
    try (Admin java = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      var theirs =
          java.listPartitionReassignments()
              .reassignments()
              .get(60, TimeUnit.SECONDS)
              .get(new org.apache.kafka.common.TopicPartition("slow", 0));
      assertThat(ours)
          .isEqualTo(
              new PartitionReassignment(
                  theirs.replicas(), theirs.addingReplicas(), theirs.removingReplicas()));
    }
    assertThat(ours.adding()).containsExactly(3);
    get(admin.alterPartitionReassignments(Map.of(slow, Optional.empty())).compose(Results::all));
    assertThat(get(admin.listPartitionReassignments())).isEmpty();
  }

  @Test
  void aReplicaMovesFromOneDirectoryOfItsBrokerToTheOther() throws Exception {
    get(
        admin
            .createTopics(List.of(NewTopic.assigned("disks", Map.of(0, List.of(2)))))
            .compose(Results::all));
    get(admin.waitForTopic("disks"));
    TopicPartitionReplica replica = new TopicPartitionReplica("disks", 0, 2);
    String from = directory(replica);
    String to = disks.resolve(from.contains("/a-2") ? "b-2" : "a-2").toString();
    assertThat(get(admin.describeLogDirs(List.of(2))).get(2)).containsKeys(from, to);
    get(admin.alterReplicaLogDirs(Map.of(replica, to)).compose(Results::all));
    until("moved", () -> to.equals(directory(replica)));
    try (Admin java = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      var theirs = new org.apache.kafka.common.TopicPartitionReplica("disks", 0, 2);
      assertThat(
              java.describeReplicaLogDirs(List.of(theirs))
                  .all()
                  .get(60, TimeUnit.SECONDS)
                  .get(theirs)
                  .getCurrentReplicaLogDir())
          .isEqualTo(to);
    }
  }

  private String directory(TopicPartitionReplica replica) throws Exception {
    return get(admin.describeReplicaLogDirs(List.of(replica))).get(replica).current();
  }

  @Test
  void aBrokerThatIsGoneIsUnregistered() throws Exception {
    cluster.node(3).kill();
    until(
        "3 is fenced",
        () -> get(admin.describeCluster()).nodes().stream().noneMatch(node -> node.id() == 3));
    DescribeClusterOptions withFenced =
        DescribeClusterOptions.defaults().includeFencedBrokers(true);
    until(
        "3 is told as fenced",
        () -> get(admin.describeCluster(withFenced)).nodes().stream().anyMatch(n -> n.id() == 3));
    get(admin.unregisterBroker(3));
    until(
        "3 is forgotten",
        () ->
            get(admin.describeCluster(withFenced)).nodes().stream()
                .noneMatch(node -> node.id() == 3));
    cluster.node(3).restart();
    until(
        "3 is back",
        () -> get(admin.describeCluster()).nodes().stream().anyMatch(node -> node.id() == 3));
  }

  @Test
  void aControllerLeavesTheQuorumAndJoinsItAgain() throws Exception {
    get(
        admin
            .updateFeatures(Map.of("kraft.version", FeatureUpdate.upgrade(1)))
            .compose(Results::all));
    until("features are told", () -> voters().values().stream().noneMatch(Uuids.ZERO::equals));
    int leader = get(admin.describeMetadataQuorum()).leaderId();
    int leaving = leader == 3 ? 2 : 3;
    UUID directory = voters().get(leaving);
    RaftVoterEndpoint at = get(admin.describeMetadataQuorum()).nodes().get(leaving).get(0);
    get(admin.removeRaftVoter(leaving, directory));
    until("it has left", () -> !voters().containsKey(leaving));
    get(admin.addRaftVoter(leaving, directory, List.of(at), AddRaftVoterOptions.defaults()));
    until("it is back", () -> directory.equals(voters().get(leaving)));
  }

  private Map<Integer, UUID> voters() throws Exception {
    Map<Integer, UUID> directories = new LinkedHashMap<>();
    get(admin.describeMetadataQuorum())
        .voters()
        .forEach(voter -> directories.put(voter.replicaId(), voter.directoryId()));
    return directories;
  }

  @Test
  void anUncleanElectionBringsBackAPartitionWithoutReplicasInSync() throws Exception {
    get(
        admin
            .createTopics(List.of(NewTopic.assigned("unclean", Map.of(0, List.of(2, 3)))))
            .compose(Results::all));
    get(admin.waitForTopic("unclean"));
    cluster.node(3).kill();
    until("3 is out of sync", () -> first("unclean").isr().size() == 1);
    cluster.node(2).kill();
    cluster.node(3).restart();
    TopicPartition partition = new TopicPartition("unclean", 0);
    until(
        "elected",
        () -> {
          get(admin.electLeaders(ElectionType.UNCLEAN, List.of(partition)));
          PartitionDescription now = first("unclean");
          return now.leader() != null && now.leader().id() == 3;
        });
    cluster.node(2).restart();
  }

  @Test
  void callsGoOnWhileTheActiveControllerDies() throws Exception {
    int active = get(admin.describeMetadataQuorum()).leaderId();
    List<Future<?>> calls = new ArrayList<>();
    calls.add(admin.createTopics(List.of(NewTopic.of("before", 3, 2))));
    cluster.node(active).kill();
    for (int i = 0; i < 5; i++) {
      // Two replicas: one may be put on the broker that has just died and is not missed yet.
      get(admin.createTopics(List.of(NewTopic.of("after" + i, 3, 2))).compose(Results::all));
    }
    QuorumInfo quorum = get(admin.describeMetadataQuorum());
    assertThat(quorum.leaderId()).isNotEqualTo(active);
    for (Future<?> call : calls) {
      get(call);
    }
    TopicPartition partition = new TopicPartition("after0", 0);
    get(admin.waitForTopic("after0"));
    assertThat(
            get(admin.listOffsets(Map.of(partition, OffsetSpec.latest()))).get(partition).offset())
        .isZero();
  }

  @Test
  void controllersAnswerWhatIsTheirs() throws Exception {
    QuorumInfo quorum = get(admin.describeMetadataQuorum());
    List<String> addresses = new ArrayList<>();
    quorum
        .nodes()
        .values()
        .forEach(
            endpoints -> {
              RaftVoterEndpoint at = endpoints.get(0);
              addresses.add(at.host() + ":" + at.port());
            });
    KafkaAdmin controllers =
        KafkaAdmin.create(
            guarded.vertx(), new KafkaAdminOptions().setBootstrapControllers(addresses));
    ClusterDescription described = get(controllers.describeCluster());
    assertThat(described.clusterId()).isEqualTo(get(admin.describeCluster()).clusterId());
    assertThat(described.controller().id()).isEqualTo(quorum.leaderId());
    assertThat(described.nodes().stream().map(Node::port).map(String::valueOf).toList())
        .allMatch(port -> addresses.toString().contains(port));
    assertThat(get(controllers.describeMetadataQuorum()).leaderId()).isEqualTo(quorum.leaderId());
    assertThat(get(controllers.describeFeatures()).finalized())
        .isEqualTo(get(admin.describeFeatures()).finalized());
    get(
        controllers
            .incrementalAlterConfigs(
                Map.of(
                    ConfigResource.allBrokers(),
                    List.of(AlterConfigOp.set("log.cleaner.threads", "1"))))
            .compose(Results::all));
    assertThat(get(controllers.describeConfigs(Set.of(ConfigResource.allBrokers()))).values())
        .hasSize(1);
    Future<?> wrong = controllers.listTopics();
    assertThat(wrong.map(false).otherwise(true).await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(wrong.cause()).hasMessageContaining("bootstrapServers");
    get(controllers.close());
  }
}
