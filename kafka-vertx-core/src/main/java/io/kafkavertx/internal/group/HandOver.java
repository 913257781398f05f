package io.kafkavertx.internal.group;

import io.kafkavertx.ConfigException;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignor.RebalanceProtocol;
import io.kafkavertx.spi.TopicPartition;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a member does with its partitions before it joins again (KIP-429). */
enum HandOver {
  /** Gives up everything: the assignment that follows starts from nothing. */
  EAGER {
    @Override
    Set<TopicPartition> beforeJoining(Set<TopicPartition> owned, Set<String> topics) {
      return owned;
    }
  },

  /**
   * Keeps everything that it is still subscribed to, and goes on reading. What the assignment does
   * not have any more it gives up afterwards, and then it joins once more.
   */
  COOPERATIVE {
    @Override
    Set<TopicPartition> beforeJoining(Set<TopicPartition> owned, Set<String> topics) {
      Set<TopicPartition> gone = new LinkedHashSet<>(owned);
      gone.removeIf(partition -> topics.contains(partition.topic()));
      return gone;
    }
  };

  /** What is to be given up before joining for {@code topics}. */
  abstract Set<TopicPartition> beforeJoining(Set<TopicPartition> owned, Set<String> topics);

  /**
   * The best that all assignors of a member support. The group may choose any of them, and a member
   * cannot know which before it joins.
   *
   * @throws ConfigException when they have nothing in common
   */
  static HandOver common(List<PartitionAssignor> assignors) {
    Set<RebalanceProtocol> common = EnumSet.allOf(RebalanceProtocol.class);
    assignors.forEach(assignor -> common.retainAll(assignor.supportedProtocols()));
    if (common.isEmpty()) {
      throw new ConfigException(
          "partitionAssignmentStrategy: these assignors have no rebalance protocol in common: "
              + assignors.stream()
                  .map(assignor -> assignor.name() + " " + assignor.supportedProtocols())
                  .collect(Collectors.joining(", "))
              + "; list only assignors that share one");
    }
    return common.contains(RebalanceProtocol.COOPERATIVE) ? COOPERATIVE : EAGER;
  }
}
