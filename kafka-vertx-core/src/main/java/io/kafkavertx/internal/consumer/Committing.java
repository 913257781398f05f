package io.kafkavertx.internal.consumer;

import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.internal.group.GroupMember;
import io.kafkavertx.internal.group.OffsetCommitter;
import io.kafkavertx.protocol.ErrorCode;
import java.util.function.Supplier;

/**
 * On whose behalf commits are.
 *
 * @param who the member, or the group alone when partitions are assigned by hand
 */
record Committing(GroupMember member, Supplier<ConsumerGroupMetadata> who)
    implements OffsetCommitter.Membership {
  @Override
  public ConsumerGroupMetadata identity() {
    return who.get();
  }

  @Override
  public boolean isPast(int generation) {
    return member.isPast(generation);
  }

  @Override
  public void refused(ErrorCode error, int generation) {
    member.commitRefused(error, generation);
  }
}
