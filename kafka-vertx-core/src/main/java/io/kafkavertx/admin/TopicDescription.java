package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What there is to know of a topic.
 *
 * @param name its name
 * @param topicId its id; zero from brokers before 2.8
 * @param internal whether it is one of Kafka's own
 * @param partitions its partitions, in the order of their numbers
 * @param authorizedOperations what the client may do with it; null unless asked for
 */
public record TopicDescription(
    String name,
    UUID topicId,
    boolean internal,
    List<PartitionDescription> partitions,
    Set<AclOperation> authorizedOperations) {
  public TopicDescription {
    partitions =
        partitions.stream()
            .sorted(Comparator.comparingInt(PartitionDescription::partition))
            .toList();
    authorizedOperations =
        authorizedOperations == null ? null : OrderedCopy.of(authorizedOperations);
  }
}
