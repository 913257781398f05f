package io.kafkavertx.internal.group;

/** Who a member is to its coordinator. */
final class MemberIdentity {
  /** Empty before the coordinator has given one. */
  String memberId = "";

  /** -1 while outside of the group. */
  int generation = -1;

  /** The coordinator knows it no more: it comes back as somebody new. */
  void forget() {
    memberId = "";
    generation = -1;
  }
}
