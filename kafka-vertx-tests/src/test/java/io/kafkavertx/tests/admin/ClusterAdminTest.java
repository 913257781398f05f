package io.kafkavertx.tests.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.admin.ClusterDescription;
import io.kafkavertx.admin.DescribeClusterOptions;
import io.kafkavertx.spi.Node;
import java.util.Set;
import java.util.TreeSet;
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

  private static Set<String> names(Set<?> values) {
    Set<String> names = new TreeSet<>();
    values.forEach(value -> names.add(value.toString()));
    return names;
  }
}
