package io.kafkavertx.internal.admin;

import io.kafkavertx.protocol.ErrorCode;

/** What the user can do about an error that a broker answered. */
final class Remedies {
  private Remedies() {}

  /** A sentence; null when the error says it all. */
  static String of(ErrorCode code) {
    return switch (code) {
      case TOPIC_AUTHORIZATION_FAILED ->
          "The client's principal needs an ACL on the topic for this operation";
      case GROUP_AUTHORIZATION_FAILED ->
          "The client's principal needs an ACL on the group for this operation";
      case CLUSTER_AUTHORIZATION_FAILED ->
          "The client's principal needs an ACL on the cluster for this operation";
      case TRANSACTIONAL_ID_AUTHORIZATION_FAILED ->
          "The client's principal needs an ACL on the transactional id for this operation";
      case DELEGATION_TOKEN_AUTHORIZATION_FAILED ->
          "Only the token's owner, its renewers and those with an ACL on it may do this";
      case TOPIC_DELETION_DISABLED -> "Set delete.topic.enable=true at the brokers";
      case INVALID_REPLICATION_FACTOR ->
          "There must be that many brokers that are alive; -1 takes the brokers' default";
      case POLICY_VIOLATION -> "A policy of the cluster forbids it";
      case THROTTLING_QUOTA_EXCEEDED ->
          "Ask for fewer changes at a time, or raise the quota controller_mutation_rate";
      case NON_EMPTY_GROUP -> "Stop the group's members first";
      case GROUP_ID_NOT_FOUND -> "There is no such group, or it is of another kind";
      case SECURITY_DISABLED -> "Set authorizer.class.name at the brokers to have ACLs";
      case UNSUPPORTED_ENDPOINT_TYPE ->
          "Controllers answer only some operations: use bootstrapServers";
      case MISMATCHED_ENDPOINT_TYPE ->
          "bootstrapServers must be brokers, and bootstrapControllers controllers";
      case NO_REASSIGNMENT_IN_PROGRESS -> "There is nothing to cancel";
      case REASSIGNMENT_IN_PROGRESS -> "Wait for the reassignment, or cancel it";
      default -> null;
    };
  }
}
