package io.kafkavertx.internal.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.protocol.ErrorCode;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

final class ProduceOutcomeTest {
  @Test
  void everyErrorCodeHasARow() {
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(ProduceOutcome.of(code)).as(code.name()).isNotNull();
    }
  }

  @Test
  void whatKafkaCallsRetriableIsNeverFatal() {
    for (ErrorCode code : ErrorCode.values()) {
      ProduceOutcome outcome = ProduceOutcome.of(code);
      if (code.isRetriable()) {
        assertThat(outcome)
            .as(code.name())
            .isIn(ProduceOutcome.RETRY, ProduceOutcome.RETRY_AFTER_METADATA);
      }
    }
  }

  @Test
  void onlyAnswersThatLeaveDoubtMayHaveStored() {
    EnumSet<ProduceOutcome> doubtful = EnumSet.noneOf(ProduceOutcome.class);
    for (ErrorCode code : ErrorCode.values()) {
      if (ProduceOutcome.mayHaveStored(code)) {
        doubtful.add(ProduceOutcome.of(code));
      }
    }
    assertThat(doubtful)
        .containsExactlyInAnyOrder(
            ProduceOutcome.RETRY, ProduceOutcome.RETRY_AFTER_METADATA, ProduceOutcome.FATAL);
  }
}
