package io.kafkavertx.internal.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConfigException;
import io.kafkavertx.protocol.ErrorCode;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The error tables of Fetch and ListOffsets, over all codes there are. */
final class FetchTablesTest {
  private static <T> Set<ErrorCode> with(Function<ErrorCode, T> table, T outcome) {
    Set<ErrorCode> found = EnumSet.noneOf(ErrorCode.class);
    for (ErrorCode code : ErrorCode.values()) {
      if (table.apply(code) == outcome) {
        found.add(code);
      }
    }
    return found;
  }

  @Test
  void onlyNoneBringsRecords() {
    assertThat(with(FetchOutcome::of, FetchOutcome.OK)).containsExactly(ErrorCode.NONE);
    assertThat(with(ListOffsetsOutcome::of, ListOffsetsOutcome.OK)).containsExactly(ErrorCode.NONE);
  }

  @Test
  void onlyOffsetOutOfRangeMovesThePosition() {
    assertThat(with(FetchOutcome::of, FetchOutcome.RESET))
        .containsExactly(ErrorCode.OFFSET_OUT_OF_RANGE);
  }

  @Test
  void whatARetryCannotCureStopsThePartition() {
    assertThat(with(FetchOutcome::of, FetchOutcome.STOP))
        .containsExactlyInAnyOrder(
            ErrorCode.TOPIC_AUTHORIZATION_FAILED,
            ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
            ErrorCode.INVALID_TOPIC_EXCEPTION,
            ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
    assertThat(with(FetchOutcome::of, FetchOutcome.CORRUPT))
        .containsExactly(ErrorCode.CORRUPT_MESSAGE);
  }

  @Test
  void whateverSaysThatTheLeaderIsElsewhereAsksForMetadata() {
    Set<ErrorCode> refresh = with(FetchOutcome::of, FetchOutcome.REFRESH);
    assertThat(refresh)
        .contains(
            ErrorCode.NOT_LEADER_OR_FOLLOWER,
            ErrorCode.FENCED_LEADER_EPOCH,
            ErrorCode.UNKNOWN_TOPIC_ID,
            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    assertThat(FetchOutcome.of(ErrorCode.UNKNOWN_LEADER_EPOCH)).isEqualTo(FetchOutcome.RETRY);
    assertThat(with(ListOffsetsOutcome::of, ListOffsetsOutcome.REFRESH))
        .contains(ErrorCode.NOT_LEADER_OR_FOLLOWER, ErrorCode.OFFSET_NOT_AVAILABLE);
  }

  @Test
  void everythingElseIsTriedAgain() {
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(FetchOutcome.of(code)).as("%s", code).isNotNull();
      assertThat(ListOffsetsOutcome.of(code)).as("%s", code).isNotNull();
    }
    assertThat(FetchOutcome.of(ErrorCode.UNKNOWN_SERVER_ERROR)).isEqualTo(FetchOutcome.RETRY);
    assertThat(ListOffsetsOutcome.of(ErrorCode.UNKNOWN_SERVER_ERROR))
        .isEqualTo(ListOffsetsOutcome.RETRY);
  }

  @Test
  void sessionErrorsStartANewSession() {
    assertThat(with(FetchOutcome::endsSession, true))
        .containsExactlyInAnyOrder(
            ErrorCode.FETCH_SESSION_ID_NOT_FOUND,
            ErrorCode.INVALID_FETCH_SESSION_EPOCH,
            ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR,
            ErrorCode.INCONSISTENT_TOPIC_ID,
            ErrorCode.UNKNOWN_TOPIC_ID);
  }

  @Test
  void resetPoliciesAreThoseOfTheJavaClient() {
    assertThat(ResetPolicy.parse("Earliest").timestamp(5)).isEqualTo(ResetPolicy.EARLIEST);
    assertThat(ResetPolicy.parse("latest").timestamp(5)).isEqualTo(ResetPolicy.LATEST);
    assertThat(ResetPolicy.parse("none").isNone()).isTrue();
    assertThat(ResetPolicy.parse("by_duration:PT1H").timestamp(3_600_001)).isEqualTo(1);
    assertThat(ResetPolicy.parse("by_duration:P1D").timestamp(5)).isZero();
    for (String wrong : new String[] {"", "first", "by_duration:", "by_duration:-PT1H"}) {
      assertThatThrownBy(() -> ResetPolicy.parse(wrong))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("autoOffsetReset");
    }
  }
}
