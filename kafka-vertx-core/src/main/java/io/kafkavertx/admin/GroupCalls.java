package io.kafkavertx.admin;

import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.internal.admin.AlterGroupOffsets;
import io.kafkavertx.internal.admin.AlterShareGroupOffsets;
import io.kafkavertx.internal.admin.DeleteGroupOffsets;
import io.kafkavertx.internal.admin.DeleteGroups;
import io.kafkavertx.internal.admin.DeleteShareGroupOffsets;
import io.kafkavertx.internal.admin.DescribeClassicGroups;
import io.kafkavertx.internal.admin.DescribeConsumerGroups;
import io.kafkavertx.internal.admin.DescribeShareGroups;
import io.kafkavertx.internal.admin.DescribeStreamsGroups;
import io.kafkavertx.internal.admin.GroupLag;
import io.kafkavertx.internal.admin.ListGroupOffsets;
import io.kafkavertx.internal.admin.ListGroups;
import io.kafkavertx.internal.admin.ListShareGroupOffsets;
import io.kafkavertx.internal.admin.RemoveMembers;
import io.kafkavertx.internal.admin.ResetOffsets;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;

/** {@link GroupAdmin}. */
abstract class GroupCalls extends ClusterCalls implements GroupAdmin {
  @Override
  public Future<BrokersListing<GroupListing>> listGroups(ListGroupsOptions options) {
    return run(ListGroups.of(options));
  }

  @Override
  public Future<Results<String, ConsumerGroupDescription>> describeConsumerGroups(
      Collection<String> groupIds, DescribeGroupsOptions options) {
    return run(new DescribeConsumerGroups(groupIds, options));
  }

  @Override
  public Future<Results<String, ClassicGroupDescription>> describeClassicGroups(
      Collection<String> groupIds, DescribeGroupsOptions options) {
    return run(new DescribeClassicGroups(groupIds, options));
  }

  @Override
  public Future<Results<String, Void>> deleteConsumerGroups(Collection<String> groupIds) {
    return run(DeleteGroups.ofConsumers(groupIds));
  }

  @Override
  public Future<Results<String, Results<TopicPartition, OffsetAndMetadata>>>
      listConsumerGroupOffsets(
          Map<String, GroupOffsetsSpec> groups, ListGroupOffsetsOptions options) {
    return run(ListGroupOffsets.ofConsumers(groups, options));
  }

  @Override
  public Future<Results<TopicPartition, Void>> alterConsumerGroupOffsets(
      String groupId, Map<TopicPartition, OffsetAndMetadata> offsets) {
    return run(AlterGroupOffsets.ofConsumers(groupId, offsets));
  }

  @Override
  public Future<Results<TopicPartition, Void>> deleteConsumerGroupOffsets(
      String groupId, Collection<TopicPartition> partitions) {
    return run(DeleteGroupOffsets.ofConsumers(groupId, partitions));
  }

  @Override
  public Future<Results<String, Void>> removeMembersFromConsumerGroup(
      String groupId, RemoveMembersSpec members) {
    return run(RemoveMembers.of(groupId, members));
  }

  @Override
  public Future<Results<TopicPartition, PartitionLag>> lag(
      String groupId, ListOffsetsOptions options) {
    return run(new GroupLag(groupId, options));
  }

  @Override
  public Future<Results<TopicPartition, OffsetChange>> resetOffsets(
      String groupId, ResetTo to, ResetOffsetsOptions options) {
    return run(new ResetOffsets(groupId, to, options));
  }

  @Override
  public Future<Results<String, ShareGroupDescription>> describeShareGroups(
      Collection<String> groupIds, DescribeGroupsOptions options) {
    return run(new DescribeShareGroups(groupIds, options));
  }

  @Override
  public Future<Results<String, Void>> deleteShareGroups(Collection<String> groupIds) {
    return run(DeleteGroups.sharing(groupIds));
  }

  @Override
  public Future<Results<String, Results<TopicPartition, ShareOffset>>> listShareGroupOffsets(
      Map<String, GroupOffsetsSpec> groups) {
    return run(new ListShareGroupOffsets(groups));
  }

  @Override
  public Future<Results<TopicPartition, Void>> alterShareGroupOffsets(
      String groupId, Map<TopicPartition, Long> offsets) {
    return run(new AlterShareGroupOffsets(groupId, offsets));
  }

  @Override
  public Future<Results<String, Void>> deleteShareGroupOffsets(
      String groupId, Collection<String> topics) {
    return run(new DeleteShareGroupOffsets(groupId, topics));
  }

  @Override
  public Future<Results<String, StreamsGroupDescription>> describeStreamsGroups(
      Collection<String> groupIds, DescribeGroupsOptions options) {
    return run(new DescribeStreamsGroups(groupIds, options));
  }

  @Override
  public Future<Results<String, Void>> deleteStreamsGroups(Collection<String> groupIds) {
    return run(DeleteGroups.ofStreams(groupIds));
  }

  @Override
  public Future<Results<String, Results<TopicPartition, OffsetAndMetadata>>>
      listStreamsGroupOffsets(
          Map<String, GroupOffsetsSpec> groups, ListGroupOffsetsOptions options) {
    return run(ListGroupOffsets.ofStreams(groups, options));
  }

  @Override
  public Future<Results<TopicPartition, Void>> alterStreamsGroupOffsets(
      String groupId, Map<TopicPartition, OffsetAndMetadata> offsets) {
    return run(AlterGroupOffsets.ofStreams(groupId, offsets));
  }

  @Override
  public Future<Results<TopicPartition, Void>> deleteStreamsGroupOffsets(
      String groupId, Collection<TopicPartition> partitions) {
    return run(DeleteGroupOffsets.ofStreams(groupId, partitions));
  }
}
