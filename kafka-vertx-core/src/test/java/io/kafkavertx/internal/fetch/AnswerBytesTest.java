package io.kafkavertx.internal.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.internal.net.FrameStore;
import io.kafkavertx.protocol.record.UnpackLimits;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AnswerBytesTest {
  private final List<byte[]> givenBack = new ArrayList<>();
  private final FrameStore store = new FrameStore(0, givenBack::add);
  private final byte[] frame = store.take(100);
  private final BufferedBytes buffered = new BufferedBytes(1_000_000);
  private final AnswerBytes answer = new AnswerBytes(100, frame, store);
  private final PartitionState one = state(1);
  private final PartitionState other = state(2);

  private PartitionState state(int partition) {
    PartitionState state =
        new PartitionState(
            new TopicPartition("orders", partition),
            new InboxWalk.Settings(
                id -> {
                  throw new AssertionError("nothing is compressed here");
                },
                UnpackLimits.of(1 << 20),
                true,
                false,
                new BufferedBytes(),
                () -> FrameStore.NONE,
                () -> {}),
            1_000);
    state.moveTo(0, -1);
    return state;
  }

  private FetchedData receive(PartitionState state) {
    FetchedData data = new FetchedData(ByteSlice.of(frame, 0, 50), List.of(), answer);
    state.received(data, 10, 0);
    return data;
  }

  @Test
  void aFrameIsGivenBackWhenTheLastPartitionHasReadItsPart() {
    FetchedData first = receive(one);
    FetchedData second = receive(other);
    one.read(first);
    assertThat(givenBack).isEmpty();
    other.read(second);
    assertThat(givenBack).containsExactly(frame);
  }

  @Test
  void partsThatASeekDropsAreReadToo() {
    receive(one);
    receive(other);
    one.moveTo(5, -1);
    assertThat(givenBack).isEmpty();
    other.stop(new IllegalStateException("test"));
    assertThat(givenBack).containsExactly(frame);
    other.moveTo(5, -1);
    assertThat(givenBack).as("once").hasSize(1);
  }

  @Test
  void whatIsDroppedWhileTheAnswerIsTakenInIsNotGivenBackBeforeTheEnd() {
    answer.retain(buffered);
    receive(one);
    one.moveTo(5, -1);
    receive(other);
    assertThat(givenBack).isEmpty();
    other.moveTo(5, -1);
    answer.release(buffered);
    assertThat(givenBack).containsExactly(frame);
  }
}
