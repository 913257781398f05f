package io.kafkavertx.protocol;

/**
 * The error codes of the Kafka protocol, with the names that the Java client gives them.
 *
 * <p>{@link #isRetriable()} is the protocol's general opinion; what a client does about an error in
 * a given response may well differ.
 */
public enum ErrorCode {
  UNKNOWN_SERVER_ERROR(-1, "The broker met an error that it has no code for; its log says more."),
  NONE(0, "No error."),
  OFFSET_OUT_OF_RANGE(
      1, "The offset is outside the range that the broker holds for the partition."),
  CORRUPT_MESSAGE(2, "The record batch is damaged or its checksum does not match.", true),
  UNKNOWN_TOPIC_OR_PARTITION(3, "The broker does not host this topic or partition.", true),
  INVALID_FETCH_SIZE(4, "The fetch size is not valid."),
  LEADER_NOT_AVAILABLE(
      5, "The partition has no leader at the moment: an election is under way.", true),
  NOT_LEADER_OR_FOLLOWER(
      6, "This broker is neither the leader nor a follower of the partition.", true),
  REQUEST_TIMED_OUT(7, "The request was not completed within its time limit.", true),
  BROKER_NOT_AVAILABLE(8, "The broker is not available."),
  REPLICA_NOT_AVAILABLE(9, "The replica is not available on this broker.", true),
  MESSAGE_TOO_LARGE(
      10,
      "The record batch is larger than the broker or topic allows (message.max.bytes, max.message.bytes)."),
  STALE_CONTROLLER_EPOCH(11, "The controller epoch is an old one."),
  OFFSET_METADATA_TOO_LARGE(
      12, "The metadata that goes with the offset is longer than the broker allows."),
  NETWORK_EXCEPTION(13, "The broker lost a connection before it had an answer.", true),
  COORDINATOR_LOAD_IN_PROGRESS(14, "The coordinator is still loading its state.", true),
  COORDINATOR_NOT_AVAILABLE(15, "There is no coordinator at the moment.", true),
  NOT_COORDINATOR(16, "This broker is not the coordinator of the group or transactional id.", true),
  INVALID_TOPIC_EXCEPTION(17, "The topic name is not valid."),
  RECORD_LIST_TOO_LARGE(18, "The record batch is larger than a log segment."),
  NOT_ENOUGH_REPLICAS(
      19,
      "Fewer replicas are in sync than min.insync.replicas asks for; nothing was written.",
      true),
  NOT_ENOUGH_REPLICAS_AFTER_APPEND(
      20, "The batch was written, but to fewer replicas than min.insync.replicas asks for.", true),
  INVALID_REQUIRED_ACKS(21, "The acks value must be 0, 1 or -1 (all)."),
  ILLEGAL_GENERATION(22, "The group has moved on to another generation."),
  INCONSISTENT_GROUP_PROTOCOL(
      23, "The member shares no protocol type or assignor with the rest of the group."),
  INVALID_GROUP_ID(24, "The group id is not valid."),
  UNKNOWN_MEMBER_ID(25, "The group does not know this member."),
  INVALID_SESSION_TIMEOUT(26, "The session timeout is outside the range that the broker allows."),
  REBALANCE_IN_PROGRESS(27, "The group is rebalancing: the member must join again."),
  INVALID_COMMIT_OFFSET_SIZE(28, "The offset and its metadata are too large to be stored."),
  TOPIC_AUTHORIZATION_FAILED(29, "Not authorized for the topic."),
  GROUP_AUTHORIZATION_FAILED(30, "Not authorized for the group."),
  CLUSTER_AUTHORIZATION_FAILED(31, "Not authorized for the cluster."),
  INVALID_TIMESTAMP(32, "The record's timestamp is too far from the broker's clock."),
  UNSUPPORTED_SASL_MECHANISM(33, "The broker does not offer this SASL mechanism."),
  ILLEGAL_SASL_STATE(34, "The SASL request is not allowed at this point."),
  UNSUPPORTED_VERSION(35, "The broker does not support this version of the request."),
  TOPIC_ALREADY_EXISTS(36, "The topic exists already."),
  INVALID_PARTITIONS(37, "The number of partitions is not valid."),
  INVALID_REPLICATION_FACTOR(
      38, "The replication factor is below 1 or above the number of brokers."),
  INVALID_REPLICA_ASSIGNMENT(39, "The assignment of replicas is not valid."),
  INVALID_CONFIG(40, "The configuration is not valid."),
  NOT_CONTROLLER(41, "This broker is not the controller.", true),
  INVALID_REQUEST(
      42, "The request contradicts itself or lacks something; the broker's log says more."),
  UNSUPPORTED_FOR_MESSAGE_FORMAT(
      43, "The message format on the broker is too old for this request."),
  POLICY_VIOLATION(44, "The request goes against a policy of the cluster."),
  OUT_OF_ORDER_SEQUENCE_NUMBER(
      45, "A sequence number does not follow the last one: a batch before it is missing."),
  DUPLICATE_SEQUENCE_NUMBER(46, "The broker has this sequence number already."),
  INVALID_PRODUCER_EPOCH(
      47, "A producer with a newer epoch has taken over, or the epoch has expired."),
  INVALID_TXN_STATE(48, "The transaction is in a state that does not allow this."),
  INVALID_PRODUCER_ID_MAPPING(49, "The producer id does not belong to this transactional id."),
  INVALID_TRANSACTION_TIMEOUT(
      50, "The transaction timeout is larger than the broker allows (transaction.max.timeout.ms)."),
  CONCURRENT_TRANSACTIONS(51, "Another change of the same transaction is still in progress.", true),
  TRANSACTION_COORDINATOR_FENCED(
      52, "The transaction coordinator that wrote the marker has been replaced."),
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED(53, "Not authorized for the transactional id."),
  SECURITY_DISABLED(54, "Security features are switched off on this broker."),
  OPERATION_NOT_ATTEMPTED(
      55, "The broker did not try the operation, because another part of the request failed."),
  KAFKA_STORAGE_ERROR(56, "The broker cannot read or write its log directory.", true),
  LOG_DIR_NOT_FOUND(57, "The broker has no such log directory."),
  SASL_AUTHENTICATION_FAILED(58, "The broker did not accept the credentials."),
  UNKNOWN_PRODUCER_ID(59, "The broker holds no state of this producer id for the partition."),
  REASSIGNMENT_IN_PROGRESS(60, "A reassignment of the partition is in progress."),
  DELEGATION_TOKEN_AUTH_DISABLED(61, "Delegation tokens are not enabled on the broker."),
  DELEGATION_TOKEN_NOT_FOUND(62, "The broker does not know this delegation token."),
  DELEGATION_TOKEN_OWNER_MISMATCH(63, "The delegation token belongs to someone else."),
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED(
      64, "Delegation token requests are not allowed on this connection."),
  DELEGATION_TOKEN_AUTHORIZATION_FAILED(65, "Not authorized for the delegation token."),
  DELEGATION_TOKEN_EXPIRED(66, "The delegation token has expired."),
  INVALID_PRINCIPAL_TYPE(67, "The type of principal is not supported."),
  NON_EMPTY_GROUP(68, "The group still has members."),
  GROUP_ID_NOT_FOUND(69, "The group does not exist."),
  FETCH_SESSION_ID_NOT_FOUND(70, "The broker does not know this fetch session.", true),
  INVALID_FETCH_SESSION_EPOCH(71, "The epoch of the fetch session is not the expected one.", true),
  LISTENER_NOT_FOUND(
      72, "The leader has no listener of the name through which the request came.", true),
  TOPIC_DELETION_DISABLED(73, "Deleting topics is not enabled on the broker."),
  FENCED_LEADER_EPOCH(
      74,
      "The leader epoch in the request is older than the broker's: refresh the metadata.",
      true),
  UNKNOWN_LEADER_EPOCH(75, "The leader epoch in the request is newer than the broker's.", true),
  UNSUPPORTED_COMPRESSION_TYPE(76, "The client's version does not support this compression."),
  STALE_BROKER_EPOCH(77, "The broker epoch is an old one."),
  OFFSET_NOT_AVAILABLE(
      78, "The leader has not yet caught up to the offset: an election was just held.", true),
  MEMBER_ID_REQUIRED(79, "The member must join again with the id that the coordinator gave it."),
  PREFERRED_LEADER_NOT_AVAILABLE(80, "The preferred leader is not available.", true),
  GROUP_MAX_SIZE_REACHED(
      81, "The group has as many members as the broker allows (group.max.size)."),
  FENCED_INSTANCE_ID(82, "Another member with the same group instance id has taken over."),
  ELIGIBLE_LEADERS_NOT_AVAILABLE(83, "No replica that may become leader is available.", true),
  ELECTION_NOT_NEEDED(84, "The partition has the right leader already.", true),
  NO_REASSIGNMENT_IN_PROGRESS(85, "No reassignment of the partition is in progress."),
  GROUP_SUBSCRIBED_TO_TOPIC(86, "A member of the group is subscribed to the topic."),
  INVALID_RECORD(87, "The broker found a record that is not valid and refused the batch."),
  UNSTABLE_OFFSET_COMMIT(88, "Offsets of an open transaction are not settled yet.", true),
  THROTTLING_QUOTA_EXCEEDED(89, "A quota is used up; try again after the throttle time.", true),
  PRODUCER_FENCED(90, "A newer producer with the same transactional id has taken over."),
  RESOURCE_NOT_FOUND(91, "The request refers to something that does not exist."),
  DUPLICATE_RESOURCE(92, "The request names the same thing twice."),
  UNACCEPTABLE_CREDENTIAL(93, "The credential does not meet the requirements."),
  INCONSISTENT_VOTER_SET(94, "The sender or the receiver is not among the voters of the quorum."),
  INVALID_UPDATE_VERSION(95, "The feature level is not valid."),
  FEATURE_UPDATE_FAILED(96, "The features could not be updated."),
  PRINCIPAL_DESERIALIZATION_FAILURE(97, "The forwarded principal cannot be read."),
  SNAPSHOT_NOT_FOUND(98, "The snapshot does not exist."),
  POSITION_OUT_OF_RANGE(99, "The position is outside the snapshot."),
  UNKNOWN_TOPIC_ID(100, "The broker knows no topic with this id.", true),
  DUPLICATE_BROKER_REGISTRATION(101, "A broker with this id is registered already."),
  BROKER_ID_NOT_REGISTERED(102, "No broker with this id is registered."),
  INCONSISTENT_TOPIC_ID(
      103, "The topic id does not belong to the topic's name, or the log has another one.", true),
  INCONSISTENT_CLUSTER_ID(104, "The request is meant for another cluster."),
  TRANSACTIONAL_ID_NOT_FOUND(105, "The transactional id does not exist."),
  FETCH_SESSION_TOPIC_ID_ERROR(
      106,
      "The fetch session was started with names and is continued with ids, or the other way round.",
      true),
  INELIGIBLE_REPLICA(107, "The replica may not join the in-sync replicas now."),
  NEW_LEADER_ELECTED(108, "The partition has been given another leader by this change."),
  OFFSET_MOVED_TO_TIERED_STORAGE(109, "The offset has moved to tiered storage."),
  FENCED_MEMBER_EPOCH(
      110, "The member epoch is fenced: the member must give up its partitions and join again."),
  UNRELEASED_INSTANCE_ID(111, "Another live member of the group still uses the group instance id."),
  UNSUPPORTED_ASSIGNOR(112, "The broker does not have this assignor."),
  STALE_MEMBER_EPOCH(
      113, "The member epoch is an old one: send the current one with the next request."),
  MISMATCHED_ENDPOINT_TYPE(114, "The request went to the wrong kind of endpoint."),
  UNSUPPORTED_ENDPOINT_TYPE(115, "This kind of endpoint is not supported."),
  UNKNOWN_CONTROLLER_ID(116, "The controller id is not known."),
  UNKNOWN_SUBSCRIPTION_ID(117, "The telemetry subscription is not known; fetch a new one."),
  TELEMETRY_TOO_LARGE(118, "The telemetry data is larger than the broker allows."),
  INVALID_REGISTRATION(119, "The controller found the broker's registration not valid."),
  TRANSACTION_ABORTABLE(120, "The transaction can be saved only by aborting it."),
  INVALID_RECORD_STATE(121, "The state of the record does not allow this acknowledgement."),
  SHARE_SESSION_NOT_FOUND(122, "The broker does not know this share session.", true),
  INVALID_SHARE_SESSION_EPOCH(123, "The epoch of the share session is not the expected one.", true),
  FENCED_STATE_EPOCH(124, "The epoch of the share state is fenced by a newer one."),
  INVALID_VOTER_KEY(125, "The voter's directory id does not match its id."),
  DUPLICATE_VOTER(126, "The voter is in the set already."),
  VOTER_NOT_FOUND(127, "The voter is not in the set."),
  INVALID_REGULAR_EXPRESSION(128, "The regular expression is not valid."),
  REBOOTSTRAP_REQUIRED(
      129, "The broker asks the client to start again from its bootstrap servers."),
  STREAMS_INVALID_TOPOLOGY(130, "The streams topology is not valid."),
  STREAMS_INVALID_TOPOLOGY_EPOCH(131, "The streams topology epoch is not valid."),
  STREAMS_TOPOLOGY_FENCED(132, "The streams topology epoch is an old one."),
  SHARE_SESSION_LIMIT_REACHED(133, "The broker holds as many share sessions as it may.", true),
  GROUP_DELETION_FAILED(134, "The group could not be deleted."),
  STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED(
      135, "The description of the streams topology could not be updated."),
  CONTROLLER_ID_NOT_REGISTERED(136, "No controller with this id is registered.");

  private static final ErrorCode[] BY_CODE = byCode();

  private final short code;
  private final String message;
  private final boolean retriable;

  ErrorCode(int code, String message) {
    this(code, message, false);
  }

  ErrorCode(int code, String message, boolean retriable) {
    this.code = (short) code;
    this.message = message;
    this.retriable = retriable;
  }

  /**
   * The error with that code; {@link #UNKNOWN_SERVER_ERROR} for a code that this build does not
   * know.
   */
  public static ErrorCode forCode(short code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : UNKNOWN_SERVER_ERROR;
  }

  /** The number on the wire. */
  public short code() {
    return code;
  }

  /** What it means, as a sentence. */
  public String message() {
    return message;
  }

  /** True when the same request may succeed later. */
  public boolean isRetriable() {
    return retriable;
  }

  private static ErrorCode[] byCode() {
    // Codes from 0 on have no gaps; the one below 0 is the answer to all that is unknown.
    ErrorCode[] table = new ErrorCode[values().length - 1];
    for (ErrorCode error : values()) {
      if (error.code >= 0) {
        table[error.code] = error;
      }
    }
    return table;
  }
}
