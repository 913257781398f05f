package io.kafkavertx.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.protocol.ErrorCode;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The error tables of the group protocol and the states of a member, over all there are. */
final class GroupTablesTest {
  private static Set<ErrorCode> with(Function<ErrorCode, GroupAction> table, GroupAction action) {
    Set<ErrorCode> found = EnumSet.noneOf(ErrorCode.class);
    for (ErrorCode code : ErrorCode.values()) {
      if (table.apply(code) == action) {
        found.add(code);
      }
    }
    return found;
  }

  @Test
  void onlyNoneIsSuccess() {
    for (Function<ErrorCode, GroupAction> table :
        java.util.List.<Function<ErrorCode, GroupAction>>of(
            GroupErrors::join,
            GroupErrors::sync,
            GroupErrors::heartbeat,
            GroupErrors::commit,
            GroupErrors::offsetFetch)) {
      assertThat(with(table, GroupAction.OK)).containsExactly(ErrorCode.NONE);
    }
  }

  @Test
  void anUnknownMemberHasLostItsPartitionsAndJoinsAsANewOne() {
    Map<String, Function<ErrorCode, GroupAction>> tables =
        Map.of(
            "join", GroupErrors::join,
            "sync", GroupErrors::sync,
            "heartbeat", GroupErrors::heartbeat,
            "commit", GroupErrors::commit);
    tables.forEach(
        (name, table) -> {
          assertThat(with(table, GroupAction.LOST_AND_NEW))
              .as(name)
              .containsExactly(ErrorCode.UNKNOWN_MEMBER_ID);
          assertThat(with(table, GroupAction.LOST))
              .as(name)
              .containsExactly(ErrorCode.ILLEGAL_GENERATION);
          assertThat(table.apply(ErrorCode.FENCED_INSTANCE_ID))
              .as(name)
              .isEqualTo(GroupAction.FAIL);
          assertThat(table.apply(ErrorCode.GROUP_AUTHORIZATION_FAILED))
              .as(name)
              .isEqualTo(GroupAction.FAIL);
          assertThat(table.apply(ErrorCode.NOT_COORDINATOR))
              .as(name)
              .isEqualTo(GroupAction.FIND_COORDINATOR);
          assertThat(table.apply(ErrorCode.COORDINATOR_NOT_AVAILABLE))
              .as(name)
              .isEqualTo(GroupAction.FIND_COORDINATOR);
        });
    assertThat(with(GroupErrors::join, GroupAction.TAKE_MEMBER_ID))
        .containsExactly(ErrorCode.MEMBER_ID_REQUIRED);
  }

  @Test
  void noErrorOfOffsetFetchIsReadAsNothingCommitted() {
    for (ErrorCode code : ErrorCode.values()) {
      GroupAction action = GroupErrors.offsetFetch(code);
      assertThat(action)
          .as("%s", code)
          .isIn(
              code == ErrorCode.NONE
                  ? Set.of(GroupAction.OK)
                  : Set.of(GroupAction.RETRY, GroupAction.FIND_COORDINATOR, GroupAction.FAIL));
    }
    assertThat(GroupErrors.offsetFetch(ErrorCode.STALE_MEMBER_EPOCH)).isEqualTo(GroupAction.RETRY);
    assertThat(GroupErrors.offsetFetch(ErrorCode.UNSTABLE_OFFSET_COMMIT))
        .isEqualTo(GroupAction.RETRY);
  }

  @Test
  void aCommitThatCannotSucceedFailsAtOnce() {
    assertThat(GroupErrors.commit(ErrorCode.OFFSET_METADATA_TOO_LARGE)).isEqualTo(GroupAction.FAIL);
    assertThat(GroupErrors.commit(ErrorCode.TOPIC_AUTHORIZATION_FAILED))
        .isEqualTo(GroupAction.FAIL);
    assertThat(GroupErrors.commit(ErrorCode.REQUEST_TIMED_OUT))
        .isEqualTo(GroupAction.FIND_COORDINATOR);
  }

  @Test
  void aMemberCanAlwaysLeaveAndAlwaysFail() {
    for (MemberState state : MemberState.values()) {
      if (state != MemberState.OUTSIDE) {
        assertThat(state.mayBecome(MemberState.OUTSIDE)).as("%s", state).isTrue();
        assertThat(state.mayBecome(state)).as("%s", state).isFalse();
      }
      if (state != MemberState.OUTSIDE && state != MemberState.LEAVING) {
        assertThat(state.mayBecome(MemberState.LEAVING)).as("%s", state).isTrue();
      }
    }
  }

  @Test
  void partitionsAreOwnedOnlyBetweenAssignmentAndRevocation() {
    assertThat(MemberState.values())
        .filteredOn(MemberState::isMember)
        .containsExactlyInAnyOrder(
            MemberState.ASSIGNING, MemberState.STABLE, MemberState.REVOKING, MemberState.LEAVING);
    assertThat(MemberState.JOINING.mayBecome(MemberState.ASSIGNING)).isFalse();
    assertThat(MemberState.STABLE.mayBecome(MemberState.JOINING)).isFalse();
  }
}
