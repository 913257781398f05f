package io.kafkavertx.internal.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.KafkaException;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.internal.net.FrameStore;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.record.UnpackLimits;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Promise;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Positions: what was handed out, what was handled, what a seek makes of both. */
final class PartitionStateTest {
  private static final TopicPartition TP = new TopicPartition("t", 0);

  private final PartitionState state =
      new PartitionState(
          TP,
          new InboxWalk.Settings(
              id -> null,
              UnpackLimits.of(1024),
              true,
              false,
              new BufferedBytes(),
              () -> FrameStore.NONE,
              () -> {}),
          1024);

  @Test
  void whatIsHandledFollowsWhatIsHandedOut() {
    state.moveTo(10, 3);
    state.delivered(11, 4);
    state.delivered(12, 4);
    assertThat(state.delivered().offset()).isEqualTo(12);
    assertThat(state.handled().offset()).isEqualTo(10);
    state.handled(state.run(), 11, 4);
    assertThat(state.handled().offset()).isEqualTo(11);
    assertThat(state.handled().leaderEpoch()).isEqualTo(4);
    state.passOver(20, 4);
    state.handled(state.run(), 12, 4);
    // All that was handed out is handled, so the gap behind it is too.
    assertThat(state.handled().offset()).isEqualTo(20);
  }

  @Test
  void aReportThatWasOvertakenDoesNotTakeBackWhatWasHandled() {
    state.moveTo(10, -1);
    for (long next = 11; next <= 13; next++) {
      state.delivered(next, -1);
    }
    state.handled(state.run(), 12, -1);
    state.handled(state.run(), 11, -1);
    assertThat(state.handled().offset()).isEqualTo(12);
    state.handled(state.run(), 13, -1);
    assertThat(state.handled().offset()).isEqualTo(13);
  }

  @Test
  void recordsHandedOutBeforeASeekDoNotCountAfterIt() {
    state.moveTo(10, -1);
    state.delivered(11, -1);
    int before = state.run();
    state.moveTo(100, -1);
    state.handled(before, 11, -1);
    assertThat(state.handled().offset()).isEqualTo(100);
    assertThat(state.delivered().offset()).isEqualTo(100);
  }

  @Test
  void anErrorKeepsWhatWasHandedOut() {
    state.moveTo(10, -1);
    state.delivered(11, -1);
    int before = state.run();
    state.stop(new KafkaException("stop"));
    state.handled(before, 11, -1);
    assertThat(state.handled().offset()).isEqualTo(11);
    assertThat(state.phase()).isEqualTo(PartitionState.Phase.STOPPED);
    assertThat(state.isDeliverable()).isFalse();
  }

  @Test
  void everyMoveIsANewGenerationSoThatLateAnswersAreDropped() {
    int first = state.generation();
    state.reset(ResetPolicy.LATEST, OffsetReset.Reason.NO_COMMITTED_OFFSET);
    int second = state.generation();
    state.moveTo(5, -1);
    assertThat(second).isNotEqualTo(first);
    assertThat(state.generation()).isNotEqualTo(second).isNotEqualTo(first);
  }

  @Test
  void whoeverWaitsForThePositionGetsItOrTheError() {
    Promise<Long> found = Promise.promise();
    state.whenPositioned(found);
    state.moveTo(7, -1);
    assertThat(found.future().result()).isEqualTo(7);
    state.reset(ResetPolicy.LATEST, null);
    Promise<Long> failed = Promise.promise();
    state.whenPositioned(failed);
    state.remove(new KafkaException("gone"));
    assertThat(failed.future().cause()).hasMessage("gone");
  }

  @Test
  void nothingIsCommittedWithoutAPosition() {
    assertThat(state.handled()).isNull();
    assertThat(state.delivered()).isNull();
    state.moveTo(3, -1);
    state.reset(ResetPolicy.EARLIEST, OffsetReset.Reason.OUT_OF_RANGE);
    assertThat(state.handled()).isNull();
  }

  @Test
  void aNewTopicIdIsANewTopicAndAnUnknownOneIsNot() {
    UUID first = new UUID(1, 1);
    assertThat(state.locate(metadata(1, 5, first))).isFalse();
    assertThat(state.leaderId).isEqualTo(1);
    assertThat(state.leaderEpoch).isEqualTo(5);
    assertThat(state.locate(metadata(2, 6, null))).isFalse();
    assertThat(state.leaderId).isEqualTo(2);
    assertThat(state.locate(metadata(2, 6, first))).isFalse();
    assertThat(state.locate(metadata(2, 0, new UUID(2, 2)))).isTrue();
  }

  private static ClusterMetadata metadata(int leader, int epoch, UUID id) {
    Node node = new Node(leader, "h", 9092, null);
    PartitionInfo info =
        new PartitionInfo(TP, node, epoch, List.of(node), List.of(node), List.of());
    return ClusterMetadata.builder()
        .node(node)
        .topic(new ClusterMetadata.Topic("t", id, false, ErrorCode.NONE, List.of(info)))
        .build();
  }
}
