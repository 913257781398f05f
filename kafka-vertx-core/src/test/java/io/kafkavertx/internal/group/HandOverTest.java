package io.kafkavertx.internal.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConfigException;
import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignor.RebalanceProtocol;
import io.kafkavertx.spi.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which rebalance protocol a member speaks, and what it gives up before it joins. */
final class HandOverTest {
  private record Fake(String name, List<RebalanceProtocol> supportedProtocols)
      implements PartitionAssignor {
    @Override
    public Map<String, Assignment> assign(ClusterView cluster, Map<String, Subscription> members) {
      return Map.of();
    }
  }

  private static final Fake RANGE = new Fake("range", List.of(RebalanceProtocol.EAGER));
  private static final Fake BOTH =
      new Fake("both", List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER));
  private static final Fake COOPERATIVE =
      new Fake("modern", List.of(RebalanceProtocol.COOPERATIVE));

  @Test
  void theProtocolIsTheBestThatAllAssignorsSupport() {
    assertThat(HandOver.common(List.of(RANGE))).isEqualTo(HandOver.EAGER);
    assertThat(HandOver.common(List.of(RANGE, BOTH))).isEqualTo(HandOver.EAGER);
    assertThat(HandOver.common(List.of(BOTH, RANGE))).isEqualTo(HandOver.EAGER);
    assertThat(HandOver.common(List.of(BOTH))).isEqualTo(HandOver.COOPERATIVE);
    assertThat(HandOver.common(List.of(BOTH, COOPERATIVE))).isEqualTo(HandOver.COOPERATIVE);
  }

  @Test
  void assignorsThatCannotGoTogetherAreRefusedByName() {
    assertThatThrownBy(() -> HandOver.common(List.of(RANGE, COOPERATIVE)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("partitionAssignmentStrategy")
        .hasMessageContaining("range [EAGER], modern [COOPERATIVE]");
  }

  @Test
  void anEagerMemberGivesUpAllACooperativeOneWhatItDoesNotWantAnyMore() {
    TopicPartition wanted = new TopicPartition("a", 0);
    TopicPartition unwanted = new TopicPartition("b", 0);
    Set<TopicPartition> owned = Set.of(wanted, unwanted);
    assertThat(HandOver.EAGER.beforeJoining(owned, Set.of("a", "c"))).isEqualTo(owned);
    assertThat(HandOver.COOPERATIVE.beforeJoining(owned, Set.of("a", "c")))
        .containsExactly(unwanted);
    assertThat(HandOver.COOPERATIVE.beforeJoining(owned, Set.of("a", "b"))).isEmpty();
  }
}
