package io.kafkavertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignor.RebalanceProtocol;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which assignors a consumer takes. */
final class AssignorNamesTest {
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
  void theJavaClientsClassesAreOurPlugIns() {
    assertThat(AssignorNames.plugin("org.apache.kafka.clients.consumer.CooperativeStickyAssignor"))
        .isEqualTo("cooperative-sticky");
    assertThat(AssignorNames.plugin("zone")).isEqualTo("zone");
  }

  @Test
  void besideAnEagerAssignorACooperativeOneIsTaken() {
    assertThatCode(() -> AssignorNames.requireEager(List.of(RANGE, BOTH)))
        .doesNotThrowAnyException();
    assertThatCode(() -> AssignorNames.requireEager(List.of())).doesNotThrowAnyException();
  }

  @Test
  void theCooperativeProtocolIsRefusedWithWhatToDoInstead() {
    assertThatThrownBy(() -> AssignorNames.requireEager(List.of(BOTH)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'both'")
        .hasMessageContaining("['range', 'both']");
    assertThatThrownBy(() -> AssignorNames.requireEager(List.of(RANGE, COOPERATIVE)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'modern'");
  }
}
