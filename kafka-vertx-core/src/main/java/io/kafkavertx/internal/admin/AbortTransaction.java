package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.AbortTransactionSpec;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.WriteTxnMarkersRequest;
import io.kafkavertx.protocol.message.WriteTxnMarkersRequest.WritableTxnMarker;
import io.kafkavertx.protocol.message.WriteTxnMarkersRequest.WritableTxnMarkerTopic;
import io.kafkavertx.protocol.message.WriteTxnMarkersResponse;
import io.kafkavertx.protocol.message.WriteTxnMarkersResponse.WritableTxnMarkerResult;
import io.kafkavertx.spi.TopicPartition;
import java.util.List;

/** WriteTxnMarkers with one abort marker, at the partition's leader. */
public final class AbortTransaction
    extends Operation<TopicPartition, Void, WriteTxnMarkersResponse> {
  private final AbortTransactionSpec spec;

  private AbortTransaction(AbortTransactionSpec spec) {
    super("abortTransaction of producer " + spec.producerId(), List.of(spec.partition()));
    this.spec = spec;
  }

  public static AdminQuery<Void> of(AbortTransactionSpec spec) {
    return new AbortTransaction(spec).single();
  }

  @Override
  Target target(TopicPartition partition, AdminCall call) {
    return Target.leader(partition);
  }

  @Override
  ApiRequest<WriteTxnMarkersResponse> request(List<TopicPartition> asked, Sending sending) {
    TopicPartition partition = spec.partition();
    return new WriteTxnMarkersRequest()
        .setMarkers(
            List.of(
                new WritableTxnMarker()
                    .setProducerId(spec.producerId())
                    .setProducerEpoch((short) spec.producerEpoch())
                    .setCoordinatorEpoch(spec.coordinatorEpoch())
                    .setTransactionResult(false)
                    .setTopics(
                        List.of(
                            new WritableTxnMarkerTopic()
                                .setName(partition.topic())
                                .setPartitionIndexes(List.of(partition.partition()))))));
  }

  @Override
  void read(WriteTxnMarkersResponse response, Answers<TopicPartition, Void> answers) {
    for (WritableTxnMarkerResult marker : response.markers()) {
      if (marker.producerId() == spec.producerId()) {
        marker
            .topics()
            .forEach(
                topic ->
                    topic
                        .partitions()
                        .forEach(
                            told -> {
                              TopicPartition partition =
                                  new TopicPartition(topic.name(), told.partitionIndex());
                              answers.done(partition, told.errorCode(), null);
                            }));
      }
    }
  }

  @Override
  Need need(List<TopicPartition> asked) {
    return Need.api("0.11");
  }

  @Override
  String kind() {
    return "partition";
  }

  @Override
  String remedy(ErrorCode code) {
    return code == ErrorCode.TRANSACTION_COORDINATOR_FENCED
        ? "A newer coordinator has been there: describeProducers tells its epoch"
        : null;
  }
}
