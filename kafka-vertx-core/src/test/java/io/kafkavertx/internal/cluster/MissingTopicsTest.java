package io.kafkavertx.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MissingTopicsTest {
  private static final ClusterMetadata THERE = view(ErrorCode.NONE);
  private static final ClusterMetadata MISSING = view(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  private static final ClusterMetadata WITHOUT_LEADER = view(ErrorCode.LEADER_NOT_AVAILABLE);

  private final MissingTopics topics = new MissingTopics();

  private static ClusterMetadata view(ErrorCode error) {
    return ClusterMetadata.builder()
        .topic(new ClusterMetadata.Topic("t", new UUID(0, 0), false, error, List.of()))
        .build();
  }

  /** What is told after so many of the same answer. */
  private List<String> told(int answers, ClusterMetadata view) {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < answers; i++) {
      told.addAll(topics.answered(Set.of("t"), view));
    }
    return told;
  }

  @Test
  void aMissingTopicIsToldOnce() {
    assertThat(told(100, MISSING)).containsExactly("t");
  }

  @Test
  void aTopicThatIsBeingCreatedIsNotTold() {
    assertThat(told(MissingTopics.PATIENCE - 1, MISSING)).isEmpty();
    assertThat(told(100, WITHOUT_LEADER)).isEmpty();
    assertThat(told(1, THERE)).isEmpty();
    assertThat(told(MissingTopics.PATIENCE - 1, MISSING)).isEmpty();
  }

  @Test
  void aTopicThatGoesAwayAgainIsToldAgain() {
    told(MissingTopics.PATIENCE, MISSING);
    told(1, THERE);
    assertThat(told(MissingTopics.PATIENCE, MISSING)).containsExactly("t");
  }

  @Test
  void aTopicThatNobodyWantsAnyMoreIsForgotten() {
    told(MissingTopics.PATIENCE - 1, MISSING);
    assertThat(topics.answered(Set.of(), MISSING)).isEmpty();
    assertThat(told(1, MISSING)).isEmpty();
  }
}
