package io.kafkavertx.admin;

import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;

/** Groups, their members and their offsets. Part of {@link KafkaAdmin}. */
@VertxGen(concrete = false)
public interface GroupAdmin {
  /** All groups; see {@link #listGroups(ListGroupsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<BrokersListing<GroupListing>> listGroups() {
    return listGroups(ListGroupsOptions.defaults());
  }

  /** Groups, as all brokers together know them. Brokers from 0.9 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<BrokersListing<GroupListing>> listGroups(ListGroupsOptions options);

  /** Groups of consumers, whichever protocol they speak. Brokers from 0.9 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<BrokersListing<GroupListing>> listConsumerGroups() {
    return listGroups(ListGroupsOptions.consumerGroups());
  }

  /** Groups; see {@link #describeConsumerGroups(Collection, DescribeGroupsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<String, ConsumerGroupDescription>> describeConsumerGroups(
      Collection<String> groupIds) {
    return describeConsumerGroups(groupIds, DescribeGroupsOptions.defaults());
  }

  /**
   * Describes groups of consumers, whichever protocol they speak. A group that does not exist fails
   * with {@code GROUP_ID_NOT_FOUND}. Brokers from 0.9 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, ConsumerGroupDescription>> describeConsumerGroups(
      Collection<String> groupIds, DescribeGroupsOptions options);

  /** Groups; see {@link #describeClassicGroups(Collection, DescribeGroupsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<String, ClassicGroupDescription>> describeClassicGroups(
      Collection<String> groupIds) {
    return describeClassicGroups(groupIds, DescribeGroupsOptions.defaults());
  }

  /**
   * Describes classic groups of any kind, Connect's for example. A group that does not exist fails
   * with {@code GROUP_ID_NOT_FOUND}. Brokers from 0.9 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, ClassicGroupDescription>> describeClassicGroups(
      Collection<String> groupIds, DescribeGroupsOptions options);

  /** Deletes groups that have no members, with their offsets. Brokers from 1.1 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, Void>> deleteConsumerGroups(Collection<String> groupIds);

  /** What groups have committed, all of it. Brokers from 0.10.2 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<String, Results<TopicPartition, OffsetAndMetadata>>>
      listConsumerGroupOffsets(Collection<String> groupIds) {
    return listConsumerGroupOffsets(
        GroupOffsetsSpec.allOf(groupIds), ListGroupOffsetsOptions.defaults());
  }

  /**
   * What groups have committed. Groups that do not exist have committed nothing. Brokers from 0.8.2
   * on; asking for all partitions, from 0.10.2 on.
   *
   * @return for each group its partitions, null for one that was asked for and has no offset
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, Results<TopicPartition, OffsetAndMetadata>>> listConsumerGroupOffsets(
      Map<String, GroupOffsetsSpec> groups, ListGroupOffsetsOptions options);

  /**
   * Commits offsets for a group that has no members. The group is made when there is none. Brokers
   * from 0.9 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, Void>> alterConsumerGroupOffsets(
      String groupId, Map<TopicPartition, OffsetAndMetadata> offsets);

  /**
   * Deletes offsets of a group. Partitions of a topic that a member subscribes to fail with {@code
   * GROUP_SUBSCRIBED_TO_TOPIC}. Brokers from 2.4 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, Void>> deleteConsumerGroupOffsets(
      String groupId, Collection<TopicPartition> partitions);

  /**
   * Takes members out of a group. Members that are alive come back by themselves. Brokers from 2.4
   * on.
   *
   * @return by instance id, or by member id where there is none
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, Void>> removeMembersFromConsumerGroup(
      String groupId, RemoveMembersSpec members);

  /** How far a group is behind; see {@link #lag(String, ListOffsetsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<TopicPartition, PartitionLag>> lag(String groupId) {
    return lag(groupId, ListOffsetsOptions.defaults());
  }

  /**
   * How far a group is behind, in each partition that it has committed or that a member has. Fails
   * with {@code GROUP_ID_NOT_FOUND} when there is no such group. Brokers from 0.10.2 on.
   *
   * @param options what counts as the end of a partition
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, PartitionLag>> lag(String groupId, ListOffsetsOptions options);

  /** Resets a group; see {@link #resetOffsets(String, ResetTo, ResetOffsetsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<TopicPartition, OffsetChange>> resetOffsets(String groupId, ResetTo to) {
    return resetOffsets(groupId, to, ResetOffsetsOptions.defaults());
  }

  /**
   * Moves a group to other offsets. Fails with {@code NON_EMPTY_GROUP}, and nothing is changed,
   * while the group has members: they would go on where they are and commit that. A group that does
   * not exist is made when partitions are named, and fails with {@code GROUP_ID_NOT_FOUND} when
   * not. Brokers from 0.10.2 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, OffsetChange>> resetOffsets(
      String groupId, ResetTo to, ResetOffsetsOptions options);

  /** Share groups; see {@link #describeShareGroups(Collection, DescribeGroupsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<String, ShareGroupDescription>> describeShareGroups(
      Collection<String> groupIds) {
    return describeShareGroups(groupIds, DescribeGroupsOptions.defaults());
  }

  /** Describes share groups (KIP-932). Brokers from 4.1 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, ShareGroupDescription>> describeShareGroups(
      Collection<String> groupIds, DescribeGroupsOptions options);

  /** Deletes share groups that have no members. Brokers from 4.1 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, Void>> deleteShareGroups(Collection<String> groupIds);

  /**
   * Where share groups are. Brokers from 4.1 on.
   *
   * @return for each group its partitions, null for one that was asked for and has no offset
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, Results<TopicPartition, ShareOffset>>> listShareGroupOffsets(
      Map<String, GroupOffsetsSpec> groups);

  /** Moves a share group that has no members to other offsets. Brokers from 4.1 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, Void>> alterShareGroupOffsets(
      String groupId, Map<TopicPartition, Long> offsets);

  /**
   * Makes a share group that has no members forget topics. Brokers from 4.1 on.
   *
   * @return by topic
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, Void>> deleteShareGroupOffsets(String groupId, Collection<String> topics);

  /** Streams groups; see {@link #describeStreamsGroups(Collection, DescribeGroupsOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<String, StreamsGroupDescription>> describeStreamsGroups(
      Collection<String> groupIds) {
    return describeStreamsGroups(groupIds, DescribeGroupsOptions.defaults());
  }

  /** Describes streams groups (KIP-1071). Brokers from 4.1 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, StreamsGroupDescription>> describeStreamsGroups(
      Collection<String> groupIds, DescribeGroupsOptions options);

  /** Deletes streams groups that have no members. Brokers from 4.1 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, Void>> deleteStreamsGroups(Collection<String> groupIds);

  /** As {@link #listConsumerGroupOffsets(Map, ListGroupOffsetsOptions)}, of streams groups. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, Results<TopicPartition, OffsetAndMetadata>>> listStreamsGroupOffsets(
      Map<String, GroupOffsetsSpec> groups, ListGroupOffsetsOptions options);

  /** As {@link #alterConsumerGroupOffsets}, of a streams group. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, Void>> alterStreamsGroupOffsets(
      String groupId, Map<TopicPartition, OffsetAndMetadata> offsets);

  /** As {@link #deleteConsumerGroupOffsets}, of a streams group. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, Void>> deleteStreamsGroupOffsets(
      String groupId, Collection<TopicPartition> partitions);
}
