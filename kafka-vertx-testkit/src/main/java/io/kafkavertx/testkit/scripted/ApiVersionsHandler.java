package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ApiVersionsRequest;
import io.kafkavertx.protocol.message.ApiVersionsResponse;
import io.kafkavertx.protocol.message.ApiVersionsResponse.ApiVersion;
import io.kafkavertx.protocol.message.ApiVersionsResponse.FinalizedFeatureKey;
import io.vertx.core.Future;
import java.util.List;

/** ApiVersions: which APIs in which versions. */
final class ApiVersionsHandler implements ApiHandler<ApiVersionsRequest, ApiVersionsResponse> {
  @Override
  public Future<ApiVersionsResponse> handle(RequestContext context, ApiVersionsRequest request) {
    ApiVersionsResponse response =
        new ApiVersionsResponse().setApiKeys(keys(context.broker().versions()));
    int level = context.cluster().settings().transactionVersion();
    if (level > 0 && context.version() >= 3) {
      response
          .setFinalizedFeaturesEpoch(level)
          .setFinalizedFeatures(
              List.of(
                  new FinalizedFeatureKey()
                      .setName("transaction.version")
                      .setMaxVersionLevel((short) level)
                      .setMinVersionLevel((short) level)));
    }
    return Future.succeededFuture(response);
  }

  @Override
  public ApiVersionsResponse refuse(
      RequestContext context, ApiVersionsRequest request, ErrorCode code) {
    return new ApiVersionsResponse().setErrorCode(code.code());
  }

  /** The answer, in the form of version 0, to a version that the broker does not know. */
  static ApiVersionsResponse unsupported(ApiVersionTable table) {
    ApiVersionTable.Range own = table.range(ApiKey.API_VERSIONS);
    ApiVersionsResponse response =
        new ApiVersionsResponse().setErrorCode(ErrorCode.UNSUPPORTED_VERSION.code());
    // Since 2.4 a broker says which versions it would have understood (KIP-511); before, it said
    // nothing.
    return own.max() < 3 ? response : response.setApiKeys(List.of(key(ApiKey.API_VERSIONS, own)));
  }

  private static List<ApiVersion> keys(ApiVersionTable table) {
    return table.ranges().entrySet().stream()
        .map(entry -> key(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static ApiVersion key(ApiKey key, ApiVersionTable.Range range) {
    return new ApiVersion()
        .setApiKey(key.id())
        .setMinVersion(range.min())
        .setMaxVersion(range.max());
  }
}
