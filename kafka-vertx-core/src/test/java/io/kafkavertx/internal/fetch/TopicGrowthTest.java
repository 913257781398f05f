package io.kafkavertx.internal.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Partitions that were added while somebody was looking, and no others. */
final class TopicGrowthTest {
  private final TopicGrowth growth = new TopicGrowth();

  private static ClusterMetadata metadata(int partitions) {
    List<PartitionInfo> infos = new ArrayList<>();
    for (int number = 0; number < partitions; number++) {
      infos.add(
          new PartitionInfo(
              new TopicPartition("t", number), null, 0, List.of(), List.of(), List.of()));
    }
    return ClusterMetadata.builder()
        .topic(new ClusterMetadata.Topic("t", new UUID(1, 1), false, ErrorCode.NONE, infos))
        .build();
  }

  private boolean isAdded(int partition) {
    return growth.isAdded(new TopicPartition("t", partition));
  }

  @Test
  void onlyWhatCameAfterTheFirstLookIsNew() {
    assertThat(isAdded(0)).isFalse();
    growth.learn(metadata(2));
    assertThat(isAdded(1)).isFalse();
    // Assigned by a member that knows more.
    assertThat(isAdded(2)).isTrue();
    growth.learn(metadata(3));
    assertThat(isAdded(1)).isFalse();
    assertThat(isAdded(2)).isTrue();
  }

  @Test
  void aTopicThatWasGoneIsLookedAtAnew() {
    growth.learn(metadata(2));
    growth.learn(ClusterMetadata.empty());
    assertThat(isAdded(2)).isFalse();
    growth.learn(metadata(3));
    assertThat(isAdded(2)).isFalse();
  }

  @Test
  void aTopicWithoutPartitionsHasNotBeenSeen() {
    growth.learn(metadata(0));
    growth.learn(metadata(3));
    assertThat(isAdded(2)).isFalse();
  }
}
