package io.kafkavertx.internal.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.internal.net.FrameStore;
import io.kafkavertx.protocol.message.FetchRequest;
import io.kafkavertx.protocol.message.FetchResponse;
import io.kafkavertx.protocol.record.UnpackLimits;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Incremental fetch sessions: the broker is told changes, and everything anew when in doubt. */
final class FetchSessionTest {
  private final FetchSession session = new FetchSession();
  private final PartitionState first = state("a", 0);
  private final PartitionState second = state("a", 1);

  private static PartitionState state(String topic, int partition) {
    PartitionState state =
        new PartitionState(
            new TopicPartition(topic, partition),
            new InboxWalk.Settings(
                id -> null,
                UnpackLimits.of(1024),
                true,
                false,
                new BufferedBytes(),
                () -> FrameStore.NONE,
                () -> {}),
            1024);
    state.topicId = new UUID(0, topic.hashCode());
    state.moveTo(0, -1);
    return state;
  }

  private FetchRequest build(PartitionState... wanted) {
    FetchRequest request = new FetchRequest();
    session.build(request, List.of(wanted), true, true);
    return request;
  }

  private void answered(int sessionId) {
    session.answered(new FetchResponse().setSessionId(sessionId));
  }

  private static List<String> partitions(FetchRequest request) {
    List<String> names = new ArrayList<>();
    for (FetchRequest.FetchTopic topic : request.topics()) {
      topic
          .partitions()
          .forEach(p -> names.add(topic.topic() + p.partition() + "@" + p.fetchOffset()));
    }
    return names;
  }

  @Test
  void afterAFullRequestOnlyChangesAreSent() {
    FetchRequest full = build(first, second);
    assertThat(full.sessionId()).isZero();
    assertThat(full.sessionEpoch()).isZero();
    assertThat(partitions(full)).containsExactly("a0@0", "a1@0");
    answered(77);

    FetchRequest nothing = build(first, second);
    assertThat(nothing.sessionId()).isEqualTo(77);
    assertThat(nothing.sessionEpoch()).isEqualTo(1);
    assertThat(partitions(nothing)).isEmpty();
    answered(77);

    first.fetchOffset = 10;
    FetchRequest moved = build(first, second);
    assertThat(moved.sessionEpoch()).isEqualTo(2);
    assertThat(partitions(moved)).containsExactly("a0@10");
    answered(77);

    FetchRequest without = build(second);
    assertThat(partitions(without)).isEmpty();
    assertThat(without.forgottenTopicsData())
        .singleElement()
        .satisfies(
            gone -> {
              assertThat(gone.topic()).isEqualTo("a");
              assertThat(gone.partitions()).containsExactly(0);
            });
    answered(77);

    assertThat(partitions(build(first, second))).containsExactly("a0@10");
  }

  @Test
  void inDoubtEverythingIsSentAnewAndTheOldSessionClosed() {
    build(first, second);
    answered(77);
    build(first, second);
    session.restart();
    FetchRequest full = build(first, second);
    assertThat(full.sessionId()).isEqualTo(77);
    assertThat(full.sessionEpoch()).isZero();
    assertThat(partitions(full)).containsExactly("a0@0", "a1@0");
  }

  @Test
  void withoutASessionEveryRequestIsFull() {
    build(first, second);
    answered(0);
    FetchRequest again = build(first, second);
    assertThat(again.sessionEpoch()).isZero();
    assertThat(partitions(again)).hasSize(2);
  }

  @Test
  void theEpochStartsAgainAfterTheLargest() {
    build(first);
    for (int i = 0; i < 5; i++) {
      answered(77);
      build(first);
    }
    answered(77);
    assertThat(build(first).sessionEpoch()).isEqualTo(6);
  }

  @Test
  void changingBetweenNamesAndIdsStartsANewSession() {
    build(first);
    answered(77);
    PartitionState old = state("b", 0);
    old.topicId = new UUID(0, 0);
    FetchRequest mixed = new FetchRequest();
    assertThat(session.build(mixed, List.of(first, old), true, true)).isFalse();
    assertThat(mixed.sessionEpoch()).isZero();
    assertThat(partitions(mixed)).hasSize(2);
  }

  @Test
  void anAnswerToAnOldQuestionIsNotCurrent() {
    build(first);
    answered(77);
    FetchSession.Entry entry = session.entry(first.topicPartition);
    assertThat(entry.isCurrent()).isTrue();
    first.moveTo(5, -1);
    assertThat(entry.isCurrent()).isFalse();
    build(first);
    assertThat(entry.isCurrent()).isTrue();
    first.moveTo(5, -1);
    // The same offset, but asked for before the seek.
    assertThat(entry.isCurrent()).isFalse();
  }

  @Test
  void aTopicMadeAgainIsAnotherOne() {
    build(first);
    answered(77);
    first.topicId = new UUID(9, 9);
    FetchRequest request = build(first);
    assertThat(partitions(request)).containsExactly("a0@0");
    assertThat(request.forgottenTopicsData()).hasSize(1);
    assertThat(request.forgottenTopicsData().get(0).topicId()).isNotEqualTo(first.topicId);
  }
}
