package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.sim.SimWorld;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every error code there is, in answers to Produce and to InitProducerId, in the middle of work:
 * each record has one result that is true, order and uniqueness hold, and the producer goes on.
 */
class ProducerErrorCodesTest {
  private static final Set<ErrorCode> NEW_EPOCH =
      EnumSet.of(
          ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
          ErrorCode.UNKNOWN_PRODUCER_ID,
          ErrorCode.INVALID_PRODUCER_EPOCH);
  private static final Set<ErrorCode> SPLIT =
      EnumSet.of(ErrorCode.MESSAGE_TOO_LARGE, ErrorCode.RECORD_LIST_TOO_LARGE);

  /** Not retriable in general, but to be tried again with newer metadata when Produce says so. */
  private static final Set<ErrorCode> STALE_METADATA =
      EnumSet.of(
          ErrorCode.BROKER_NOT_AVAILABLE,
          ErrorCode.NEW_LEADER_ELECTED,
          ErrorCode.REBOOTSTRAP_REQUIRED);

  private SimWorld world;
  private ScriptedCluster brokers;
  private SimProducer producer;

  private void start(long seed) {
    world = new SimWorld(seed);
    brokers = ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 3);
    brokers.onNote(world::trace);
    brokers.createTopic("orders", 2);
    producer =
        new SimProducer(
            world,
            brokers,
            new ProducerOptions()
                .setBatchSize(400)
                .setLinger(Duration.ofMillis(2))
                .setRequestTimeout(Duration.ofSeconds(3))
                .setDeliveryTimeout(Duration.ofSeconds(30)));
  }

  private void work() {
    for (int turn = 0; turn < 10; turn++) {
      producer.send("orders", turn % 2, 8);
      world.runFor(Duration.ofMillis(3));
    }
    producer.settle();
  }

  /** The producer is as good as new: what is sent from now on is stored. */
  private List<Throwable> failuresOfAll() {
    List<Throwable> failures = producer.records.failures();
    work();
    producer.closeAndCheck();
    assertThat(producer.records.failures()).as("failures of later records").isEqualTo(failures);
    return failures;
  }

  /** A broker that says that it has a batch already does not lie about it. */
  static Stream<ErrorCode> refusals() {
    return Stream.of(ErrorCode.values())
        .filter(code -> code != ErrorCode.NONE && code != ErrorCode.DUPLICATE_SEQUENCE_NUMBER);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whateverProduceIsRefusedWithEachRecordIsStoredOrFailsAndTheProducerGoesOn(ErrorCode code) {
    for (int times = 1; times <= 3; times += 2) {
      start(1000L + code.code());
      producer.send("orders", 0, 8);
      producer.settle();
      brokers.next(times, ApiKey.PRODUCE, Reaction.refuse(code));
      work();
      assertThat(brokers.requestCount(ApiKey.PRODUCE)).isGreaterThan(times);
      List<Throwable> failures = failuresOfAll();
      if (code.isRetriable()
          || NEW_EPOCH.contains(code)
          || SPLIT.contains(code)
          || STALE_METADATA.contains(code)) {
        assertThat(failures).isEmpty();
      } else {
        assertThat(failures).isNotEmpty().allMatch(failure -> names(failure, code));
      }
      if (NEW_EPOCH.contains(code)) {
        assertThat(producer.core.epochBumps()).isPositive();
      }
    }
  }

  private static boolean names(Throwable failure, ErrorCode code) {
    Throwable cause = failure instanceof OutcomeUnknownException ? failure.getCause() : failure;
    return cause instanceof BrokerErrorException refused
        && refused.code() == code
        && refused.getMessage().contains(code.name())
        && refused.getMessage().contains("orders-");
  }

  /** What a broker may answer although it has stored the batch. */
  static Stream<ErrorCode> ambiguous() {
    return Stream.of(
        ErrorCode.REQUEST_TIMED_OUT,
        ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
        ErrorCode.KAFKA_STORAGE_ERROR,
        ErrorCode.NETWORK_EXCEPTION,
        ErrorCode.DUPLICATE_SEQUENCE_NUMBER,
        ErrorCode.UNKNOWN_SERVER_ERROR);
  }

  @ParameterizedTest
  @MethodSource("ambiguous")
  void whatWasStoredInSpiteOfTheErrorIsNotStoredAgain(ErrorCode code) {
    start(2000L + code.code());
    producer.send("orders", 0, 8);
    producer.settle();
    brokers.next(2, ApiKey.PRODUCE, Reaction.refuseAfter(code));
    work();
    List<Throwable> failures = failuresOfAll();
    if (code == ErrorCode.UNKNOWN_SERVER_ERROR) {
      assertThat(failures).isNotEmpty().allMatch(OutcomeUnknownException.class::isInstance);
    } else {
      assertThat(failures).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whateverInitProducerIdIsRefusedWithTheRecordsWaitOrFailAndTheNextAreStored(ErrorCode code) {
    start(3000L + code.code());
    brokers.next(1, ApiKey.INIT_PRODUCER_ID, Reaction.refuse(code));
    producer.send("orders", 0, 8);
    producer.send("orders", 1, 8);
    producer.settle();
    assertThat(brokers.requestCount(ApiKey.INIT_PRODUCER_ID)).isPositive();
    List<Throwable> failures = failuresOfAll();
    if (code.isRetriable()) {
      assertThat(failures).isEmpty();
    } else {
      assertThat(failures)
          .hasSize(16)
          .allMatch(
              failure -> failure instanceof BrokerErrorException refused && refused.code() == code)
          .allMatch(failure -> failure.getMessage().contains(code.name()));
    }
  }
}
