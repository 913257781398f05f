package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.DeleteRecordsRequest;
import io.kafkavertx.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import io.kafkavertx.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import io.kafkavertx.protocol.message.DeleteRecordsResponse;
import io.kafkavertx.spi.TopicPartition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DeleteRecords, at the partitions' leaders. */
public final class DeleteRecords extends Operation<TopicPartition, Long, DeleteRecordsResponse> {
  private final Map<TopicPartition, Long> before;

  /**
   * Deletes records.
   *
   * @param before the offset that is to be the first; -1 deletes all there are
   */
  public DeleteRecords(Map<TopicPartition, Long> before) {
    super("deleteRecords", before.keySet());
    this.before = new LinkedHashMap<>(before);
  }

  @Override
  Target target(TopicPartition partition, AdminCall call) {
    return Target.leader(partition);
  }

  @Override
  ApiRequest<DeleteRecordsResponse> request(List<TopicPartition> asked, Sending sending) {
    return new DeleteRecordsRequest()
        .setTimeoutMs(sending.timeoutMs())
        .setTopics(
            ByTopic.of(
                asked,
                partition ->
                    new DeleteRecordsPartition()
                        .setPartitionIndex(partition.partition())
                        .setOffset(before.get(partition)),
                (name, partitions) ->
                    new DeleteRecordsTopic().setName(name).setPartitions(partitions)));
  }

  @Override
  void read(DeleteRecordsResponse response, Answers<TopicPartition, Long> answers) {
    response
        .topics()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        told -> {
                          TopicPartition partition =
                              new TopicPartition(topic.name(), told.partitionIndex());
                          if (!answers.error(partition, told.errorCode(), null)) {
                            answers.value(partition, told.lowWatermark());
                          }
                        }));
  }

  @Override
  boolean harmlessTwice() {
    // Unless "all there are" means more the second time.
    return before.values().stream().noneMatch(offset -> offset == -1);
  }

  @Override
  Need need(List<TopicPartition> asked) {
    return Need.api("0.11");
  }

  @Override
  String kind() {
    return "partition";
  }
}
