package io.kafkavertx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How assignors are named. */
final class AssignorNamesTest {
  @Test
  void theJavaClientsClassesAreOurPlugIns() {
    assertThat(AssignorNames.plugin("org.apache.kafka.clients.consumer.CooperativeStickyAssignor"))
        .isEqualTo("cooperative-sticky");
    assertThat(AssignorNames.plugin("zone")).isEqualTo("zone");
  }

  @Test
  void theDefaultLetsAGroupMoveToTheCooperativeProtocolMemberByMember() {
    assertThat(new ConsumerOptions().getPartitionAssignmentStrategy())
        .containsExactly("range", "cooperative-sticky");
  }
}
