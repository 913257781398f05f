package io.kafkavertx.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UnreachedTest {
  private final List<Throwable> told = new ArrayList<>();
  private final Unreached waits = new Unreached(true, "orders", told::add);

  @Test
  void whatNoHandlerHasSeenIsNotTheRecordsFault() {
    assertThat(waits)
        .accepts(
            new ReplyException(ReplyFailure.NO_HANDLERS, "No handlers for address orders"),
            new ReplyException(ReplyFailure.TIMEOUT, "Discarded the request. address: 1"),
            new ReplyException(ReplyFailure.ERROR, "No message codec registered with name x"),
            new ConnectException("Connection refused"),
            new VertxException("Connection was closed", true))
        .rejects(
            new ReplyException(ReplyFailure.TIMEOUT, "Timed out after waiting 5(ms) for a reply"),
            new ReplyException(ReplyFailure.TIMEOUT),
            new ReplyException(ReplyFailure.RECIPIENT_FAILURE, 7, "Discarded the request"),
            new IllegalArgumentException("no key"));
  }

  @Test
  void withoutWaitingEachAttemptCounts() {
    assertThat(new Unreached(false, "orders", told::add))
        .rejects(
            new ReplyException(ReplyFailure.NO_HANDLERS),
            new ReplyException(ReplyFailure.ERROR, "No message codec"));
    assertThat(told).hasSize(1);
  }

  @Test
  void aNodeThatCannotReadRecordsIsToldEverLessOften() {
    for (int i = 0; i < 1000; i++) {
      waits.test(new ReplyException(ReplyFailure.ERROR, "No message codec registered with name x"));
    }
    assertThat(told).hasSize(10);
    assertThat(told.get(0))
        .hasMessageContaining("handler at orders")
        .hasMessageContaining("No message codec registered with name x")
        .hasMessageContaining("EventBusRecords.register(vertx)");
    assertThat(told.get(9)).hasMessageContaining("512 times");
  }
}
