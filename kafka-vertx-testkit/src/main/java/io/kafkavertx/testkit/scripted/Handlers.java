package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ApiKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The APIs of a scripted broker, and who handles each. */
final class Handlers {
  /** Every API that there is a handler for. */
  static final List<ApiKey> KEYS =
      List.of(
          ApiKey.PRODUCE,
          ApiKey.FETCH,
          ApiKey.LIST_OFFSETS,
          ApiKey.METADATA,
          ApiKey.OFFSET_COMMIT,
          ApiKey.OFFSET_FETCH,
          ApiKey.FIND_COORDINATOR,
          ApiKey.JOIN_GROUP,
          ApiKey.HEARTBEAT,
          ApiKey.LEAVE_GROUP,
          ApiKey.SYNC_GROUP,
          ApiKey.SASL_HANDSHAKE,
          ApiKey.API_VERSIONS,
          ApiKey.CREATE_TOPICS,
          ApiKey.DELETE_TOPICS,
          ApiKey.INIT_PRODUCER_ID,
          ApiKey.OFFSET_FOR_LEADER_EPOCH,
          ApiKey.SASL_AUTHENTICATE,
          ApiKey.DESCRIBE_CLUSTER,
          ApiKey.ADD_PARTITIONS_TO_TXN,
          ApiKey.ADD_OFFSETS_TO_TXN,
          ApiKey.END_TXN,
          ApiKey.TXN_OFFSET_COMMIT);

  private final Map<ApiKey, ApiHandler<?, ?>> handlers = new EnumMap<>(ApiKey.class);

  Handlers() {
    handlers.put(ApiKey.PRODUCE, new ProduceHandler());
    handlers.put(ApiKey.FETCH, new FetchHandler());
    handlers.put(ApiKey.LIST_OFFSETS, new ListOffsetsHandler());
    handlers.put(ApiKey.METADATA, new MetadataHandler());
    handlers.put(ApiKey.OFFSET_COMMIT, new OffsetCommitHandler());
    handlers.put(ApiKey.OFFSET_FETCH, new OffsetFetchHandler());
    handlers.put(ApiKey.FIND_COORDINATOR, new FindCoordinatorHandler());
    handlers.put(ApiKey.JOIN_GROUP, new JoinGroupHandler());
    handlers.put(ApiKey.HEARTBEAT, new HeartbeatHandler());
    handlers.put(ApiKey.LEAVE_GROUP, new LeaveGroupHandler());
    handlers.put(ApiKey.SYNC_GROUP, new SyncGroupHandler());
    handlers.put(ApiKey.SASL_HANDSHAKE, new SaslHandshakeHandler());
    handlers.put(ApiKey.API_VERSIONS, new ApiVersionsHandler());
    handlers.put(ApiKey.CREATE_TOPICS, new CreateTopicsHandler());
    handlers.put(ApiKey.DELETE_TOPICS, new DeleteTopicsHandler());
    handlers.put(ApiKey.INIT_PRODUCER_ID, new InitProducerIdHandler());
    handlers.put(ApiKey.OFFSET_FOR_LEADER_EPOCH, new OffsetForLeaderEpochHandler());
    handlers.put(ApiKey.SASL_AUTHENTICATE, new SaslAuthenticateHandler());
    handlers.put(ApiKey.ADD_PARTITIONS_TO_TXN, new AddPartitionsToTxnHandler());
    handlers.put(ApiKey.ADD_OFFSETS_TO_TXN, new AddOffsetsToTxnHandler());
    handlers.put(ApiKey.END_TXN, new EndTxnHandler());
    handlers.put(ApiKey.TXN_OFFSET_COMMIT, new TxnOffsetCommitHandler());
    handlers.put(ApiKey.DESCRIBE_CLUSTER, new DescribeClusterHandler());
  }

  ApiHandler<?, ?> of(ApiKey key) {
    return handlers.get(key);
  }
}
