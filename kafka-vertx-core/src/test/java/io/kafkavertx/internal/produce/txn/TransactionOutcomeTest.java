package io.kafkavertx.internal.produce.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each error code means to a transaction, checked against the lists of the protocol. */
final class TransactionOutcomeTest {
  private static final List<ApiKey> COORDINATOR_APIS =
      List.of(
          ApiKey.INIT_PRODUCER_ID,
          ApiKey.ADD_PARTITIONS_TO_TXN,
          ApiKey.ADD_OFFSETS_TO_TXN,
          ApiKey.TXN_OFFSET_COMMIT,
          ApiKey.END_TXN);

  private static Set<ErrorCode> with(ApiKey api, TransactionOutcome outcome) {
    Set<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);
    for (ErrorCode code : ErrorCode.values()) {
      if (TransactionOutcome.of(api, code) == outcome) {
        codes.add(code);
      }
    }
    return codes;
  }

  @Test
  void onlyNoneIsSuccess() {
    for (ApiKey api : ApiKey.values()) {
      assertThat(with(api, TransactionOutcome.OK)).as(api.name()).containsExactly(ErrorCode.NONE);
    }
  }

  @Test
  void anErrorThatPassesIsNeverTheEndOfTheProducer() {
    for (ApiKey api : COORDINATOR_APIS) {
      for (ErrorCode code : ErrorCode.values()) {
        if (code.isRetriable()) {
          assertThat(TransactionOutcome.of(api, code))
              .as(api + " " + code)
              .isIn(TransactionOutcome.RETRY, TransactionOutcome.FIND_COORDINATOR);
        }
      }
    }
  }

  @Test
  void anotherProducerIsToldFromEverythingElse() {
    for (ApiKey api : COORDINATOR_APIS) {
      Set<ErrorCode> expected = EnumSet.of(ErrorCode.PRODUCER_FENCED);
      if (api != ApiKey.TXN_OFFSET_COMMIT) {
        expected.add(ErrorCode.INVALID_PRODUCER_EPOCH);
      }
      assertThat(with(api, TransactionOutcome.FENCED)).as(api.name()).isEqualTo(expected);
    }
    assertThat(with(ApiKey.PRODUCE, TransactionOutcome.FENCED))
        .containsExactly(ErrorCode.PRODUCER_FENCED);
  }

  @Test
  void aFailedBatchIsFatalOnlyWhenNoTransactionCanEverBe() {
    assertThat(with(ApiKey.PRODUCE, TransactionOutcome.FATAL))
        .containsExactlyInAnyOrder(
            ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
            ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    assertThat(with(ApiKey.PRODUCE, TransactionOutcome.NEW_EPOCH))
        .containsExactly(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
  }

  @Test
  void addingToATransactionIsFatalOnlyWhenNoTransactionCanEverBe() {
    for (ApiKey api : List.of(ApiKey.ADD_PARTITIONS_TO_TXN, ApiKey.ADD_OFFSETS_TO_TXN)) {
      assertThat(with(api, TransactionOutcome.FATAL))
          .as(api.name())
          .containsExactlyInAnyOrder(
              ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, ErrorCode.INVALID_TXN_STATE);
    }
    assertThat(with(ApiKey.TXN_OFFSET_COMMIT, TransactionOutcome.FATAL))
        .containsExactlyInAnyOrder(
            ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
            ErrorCode.INVALID_TXN_STATE,
            ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT);
  }

  @Test
  void aCoordinatorThatDoesNotKnowTheProducerLeavesAWayOn() {
    for (ApiKey api :
        List.of(
            ApiKey.ADD_PARTITIONS_TO_TXN,
            ApiKey.ADD_OFFSETS_TO_TXN,
            ApiKey.TXN_OFFSET_COMMIT,
            ApiKey.END_TXN)) {
      assertThat(with(api, TransactionOutcome.NEW_EPOCH))
          .as(api.name())
          .containsExactlyInAnyOrder(
              ErrorCode.INVALID_PRODUCER_ID_MAPPING, ErrorCode.UNKNOWN_PRODUCER_ID);
    }
    assertThat(with(ApiKey.INIT_PRODUCER_ID, TransactionOutcome.NEW_EPOCH)).isEmpty();
  }

  @Test
  void onlyTheEndOfATransactionCanMissIt() {
    for (ApiKey api : COORDINATOR_APIS) {
      assertThat(with(api, TransactionOutcome.NOT_OPEN))
          .as(api.name())
          .isEqualTo(
              api == ApiKey.END_TXN
                  ? EnumSet.of(ErrorCode.INVALID_TXN_STATE)
                  : EnumSet.noneOf(ErrorCode.class));
    }
  }

  @Test
  void noneOfTheAnswersThatSayNothingPassesForAPlainNo() {
    Set<ErrorCode> unclear = EnumSet.noneOf(ErrorCode.class);
    for (ErrorCode code : ErrorCode.values()) {
      if (TransactionOutcome.mayHaveWorked(code)) {
        unclear.add(code);
        assertThat(TransactionOutcome.of(ApiKey.END_TXN, code))
            .as(code.name())
            .isIn(TransactionOutcome.RETRY, TransactionOutcome.FIND_COORDINATOR);
      }
    }
    assertThat(unclear)
        .contains(
            ErrorCode.UNKNOWN_SERVER_ERROR,
            ErrorCode.REQUEST_TIMED_OUT,
            ErrorCode.COORDINATOR_NOT_AVAILABLE,
            ErrorCode.NOT_COORDINATOR)
        .doesNotContain(ErrorCode.NONE, ErrorCode.CONCURRENT_TRANSACTIONS);
  }
}
