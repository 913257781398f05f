package io.kafkavertx.tests.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.admin.AddRaftVoterOptions;
import io.kafkavertx.admin.ClusterDescription;
import io.kafkavertx.admin.DescribeClusterOptions;
import io.kafkavertx.admin.ElectionType;
import io.kafkavertx.admin.FeatureMetadata;
import io.kafkavertx.admin.FeatureUpdate;
import io.kafkavertx.admin.LogDirDescription;
import io.kafkavertx.admin.QuorumInfo;
import io.kafkavertx.admin.RaftVoterEndpoint;
import io.kafkavertx.admin.ReplicaLogDirs;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicPartitionReplica;
import io.kafkavertx.admin.UpdateFeaturesOptions;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.junit.jupiter.api.Test;

/** The cluster as a whole on a real broker, compared with what the Java client says of it. */
final class ClusterAdminTest extends AdminTestBase {
  @Test
  void theClusterIsTheOneThatTheJavaClientDescribes() throws Exception {
    ClusterDescription ours =
        get(
            admin.describeCluster(
                DescribeClusterOptions.defaults()
                    .includeAuthorizedOperations(true)
                    .includeFencedBrokers(true)));
    DescribeClusterResult theirs =
        java()
            .describeCluster(
                new org.apache.kafka.clients.admin.DescribeClusterOptions()
                    .includeAuthorizedOperations(true));
    assertThat(ours.clusterId()).isEqualTo(get(theirs.clusterId()));
    assertThat(ours.controller().id()).isEqualTo(get(theirs.controller()).id());
    assertThat(ours.nodes().stream().map(Node::port).toList())
        .isEqualTo(get(theirs.nodes()).stream().map(node -> node.port()).toList());
    assertThat(ours.fenced()).isEmpty();
    assertThat(names(ours.authorizedOperations()))
        .isEqualTo(names(get(theirs.authorizedOperations())));
    assertThat(get(admin.describeCluster()).authorizedOperations()).isNull();
  }

  @Test
  void logDirectoriesAreThoseThatTheJavaClientSees() throws Exception {
    String topic = SharedBroker.name("admin-dirs");
    SharedBroker.createTopic(topic, 2);
    int broker = get(admin.describeCluster()).nodes().get(0).id();
    int unknown = 77;
    Results<Integer, Map<String, LogDirDescription>> ours =
        get(admin.withTimeout(Duration.ofSeconds(20)).describeLogDirs(List.of(broker, unknown)));
    assertThat(ours.failures().get(unknown))
        .hasMessageContaining("describeLogDirs of broker 77: broker 77 is not among the brokers");
    var theirs = get(java().describeLogDirs(List.of(broker)).descriptions().get(broker));
    assertThat(ours.get(broker).keySet()).isEqualTo(theirs.keySet());
    String dir = theirs.keySet().iterator().next();
    LogDirDescription one = ours.get(broker).get(dir);
    assertThat(one.error()).isNull();
    assertThat(one.totalBytes()).isEqualTo(theirs.get(dir).totalBytes().getAsLong());
    assertThat(one.replicas()).containsKey(new TopicPartition(topic, 1));

    TopicPartitionReplica replica = new TopicPartitionReplica(topic, 1, broker);
    TopicPartitionReplica missing = new TopicPartitionReplica(topic, 9, broker);
    Results<TopicPartitionReplica, ReplicaLogDirs> replicas =
        get(admin.describeReplicaLogDirs(List.of(replica, missing)));
    assertThat(replicas.get(replica)).isEqualTo(new ReplicaLogDirs(dir, 0, null, -1));
    assertThat(replicas.get(missing)).isEqualTo(ReplicaLogDirs.NONE);
    Results<TopicPartitionReplica, Void> moved =
        get(admin.alterReplicaLogDirs(Map.of(replica, dir, missing, "/nowhere")));
    assertThat(moved.values()).containsOnlyKeys(replica);
    assertThat(code(moved, missing)).isEqualTo(ErrorCode.LOG_DIR_NOT_FOUND);
  }

  @Test
  void featuresAreThoseThatTheJavaClientSees() throws Exception {
    long epochBefore =
        get(java().describeFeatures().featureMetadata()).finalizedFeaturesEpoch().get();
    FeatureMetadata ours = get(admin.describeFeatures());
    var theirs = get(java().describeFeatures().featureMetadata());
    assertThat(ours.finalized().keySet()).isEqualTo(theirs.finalizedFeatures().keySet());
    theirs
        .finalizedFeatures()
        .forEach(
            (name, levels) ->
                assertThat(ours.finalized().get(name))
                    .isEqualTo(
                        new FeatureMetadata.Levels(
                            levels.minVersionLevel(), levels.maxVersionLevel())));
    theirs
        .supportedFeatures()
        .forEach(
            (name, levels) ->
                assertThat(ours.supported().get(name))
                    .isEqualTo(
                        new FeatureMetadata.Levels(levels.minVersion(), levels.maxVersion())));
    // It grows with whatever the controller writes.
    assertThat(ours.epoch()).isBetween(epochBefore, theirs.finalizedFeaturesEpoch().get());
    int broker = get(admin.describeCluster()).nodes().get(0).id();
    assertThat(get(admin.describeFeatures(broker)).finalized()).isEqualTo(ours.finalized());

    UpdateFeaturesOptions only = UpdateFeaturesOptions.defaults().validateOnly(true);
    int level = ours.finalized().get("transaction.version").max();
    Results<String, Void> same =
        get(
            admin.updateFeatures(
                Map.of("transaction.version", FeatureUpdate.upgrade(level)), only));
    assertThat(same.failures()).isEmpty();
    Results<String, Void> unknown =
        get(admin.updateFeatures(Map.of("no.such.feature", FeatureUpdate.upgrade(1)), only));
    assertThat(unknown.failures().get("no.such.feature"))
        .isInstanceOf(BrokerErrorException.class)
        .hasMessageContaining("updateFeatures of feature no.such.feature");
  }

  @Test
  void theQuorumIsTheOneThatTheJavaClientSees() throws Exception {
    QuorumInfo ours = get(admin.describeMetadataQuorum());
    var theirs = get(java().describeMetadataQuorum().quorumInfo());
    assertThat(ours.leaderId()).isEqualTo(theirs.leaderId());
    assertThat(ours.leaderEpoch()).isEqualTo(theirs.leaderEpoch());
    assertThat(ours.highWatermark()).isPositive();
    assertThat(ours.voters().stream().map(QuorumInfo.ReplicaState::replicaId).toList())
        .isEqualTo(theirs.voters().stream().map(voter -> voter.replicaId()).toList());
    assertThat(ours.nodes().keySet()).isEqualTo(theirs.nodes().keySet());

    UUID directory = new UUID(1, 2);
    assertThatThrownBy(() -> get(admin.removeRaftVoter(99, directory)))
        .isInstanceOf(BrokerErrorException.class)
        .hasMessageContaining("removeRaftVoter of voter 99");
    assertThatThrownBy(
            () ->
                get(
                    admin.addRaftVoter(
                        99,
                        directory,
                        List.of(new RaftVoterEndpoint("CONTROLLER", "127.0.0.1", 1)),
                        AddRaftVoterOptions.defaults())))
        .isInstanceOf(BrokerErrorException.class)
        .hasMessageContaining("addRaftVoter of voter 99");
  }

  @Test
  void whoIsNotRegisteredCannotBeUnregistered() {
    assertThatThrownBy(() -> get(admin.unregisterBroker(4711)))
        .isInstanceOf(BrokerErrorException.class)
        .hasMessageContaining("BROKER_ID_NOT_REGISTERED");
    assertThatThrownBy(() -> get(admin.unregisterController(4711)))
        .hasMessageContaining("unregisterController of controller 4711");
  }

  @Test
  void aBrokerThatTakesNoMetricsOfClientsIsNamed() {
    assertThatThrownBy(() -> get(admin.clientInstanceId()))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("it is Kafka 4.4")
        .hasMessageContaining("with a reporter that takes clients' metrics");
  }

  @Test
  void nothingIsElectedAndNothingMovesWhereThereIsOneBroker() throws Exception {
    String topic = SharedBroker.name("admin-elect");
    SharedBroker.createTopic(topic, 1);
    TopicPartition partition = new TopicPartition(topic, 0);
    TopicPartition missing = new TopicPartition(topic, 5);
    Results<TopicPartition, Void> elected =
        get(admin.electLeaders(ElectionType.PREFERRED, List.of(partition, missing)));
    assertThat(code(elected, partition)).isEqualTo(ErrorCode.ELECTION_NOT_NEEDED);
    assertThat(code(elected, missing)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    assertThat(get(admin.electLeaders(ElectionType.PREFERRED)).failures()).isEmpty();
    assertThat(get(admin.listPartitionReassignments())).isEmpty();
    Results<TopicPartition, Void> cancelled =
        get(admin.alterPartitionReassignments(Map.of(partition, Optional.empty())));
    assertThat(code(cancelled, partition)).isEqualTo(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS);
  }

  private static Set<String> names(Set<?> values) {
    Set<String> names = new TreeSet<>();
    values.forEach(value -> names.add(value.toString()));
    return names;
  }
}
