package io.kafkavertx;

/**
 * Who a consumer is in its group.
 *
 * @param groupId the group
 * @param generationId the generation, -1 while it is not a member
 * @param memberId the id that the coordinator gave it, empty while it has none
 * @param groupInstanceId the id of a static member, null for a dynamic one (KIP-345)
 */
public record ConsumerGroupMetadata(
    String groupId, int generationId, String memberId, String groupInstanceId) {}
