package io.kafkavertx.admin;

/**
 * A group, as a list of groups tells of it.
 *
 * @param groupId its id
 * @param type its type; {@link GroupType#UNKNOWN} from brokers before 3.8
 * @param protocolType what it is for: {@code consumer}, {@code connect}; empty when it only has
 *     offsets
 * @param state what it is doing; {@link GroupState#UNKNOWN} from brokers before 2.6
 */
public record GroupListing(String groupId, GroupType type, String protocolType, GroupState state) {
  /** Whether it has offsets and never had members, as with {@code assign} and commits. */
  public boolean simpleConsumerGroup() {
    return type != GroupType.SHARE && type != GroupType.STREAMS && protocolType.isEmpty();
  }
}
