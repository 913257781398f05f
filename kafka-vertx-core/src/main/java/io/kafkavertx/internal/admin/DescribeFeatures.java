package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.FeatureMetadata;
import io.kafkavertx.admin.FeatureMetadata.Levels;
import io.kafkavertx.internal.net.ClientSoftware;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.ApiVersionsRequest;
import io.kafkavertx.protocol.message.ApiVersionsResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ApiVersions for what it tells of features, at any broker or at a certain one. */
public final class DescribeFeatures
    extends Operation<String, FeatureMetadata, ApiVersionsResponse> {
  private final Integer brokerId;

  private DescribeFeatures(Integer brokerId) {
    super("describeFeatures", List.of(brokerId == null ? "the cluster" : "broker " + brokerId));
    this.brokerId = brokerId;
  }

  /**
   * Describes features.
   *
   * @param brokerId as this broker knows them; null for any
   */
  public static AdminQuery<FeatureMetadata> of(Integer brokerId) {
    return new DescribeFeatures(brokerId).single();
  }

  @Override
  Target target(String whose, AdminCall call) {
    return brokerId == null ? call.anyOrActiveController() : Target.node(brokerId);
  }

  @Override
  ApiRequest<ApiVersionsResponse> request(List<String> asked, Sending sending) {
    return new ApiVersionsRequest()
        .setClientSoftwareName(ClientSoftware.NAME)
        .setClientSoftwareVersion(ClientSoftware.VERSION);
  }

  @Override
  void read(ApiVersionsResponse response, Answers<String, FeatureMetadata> answers) {
    if (answers.errorOfAll(response.errorCode(), null)) {
      return;
    }
    Map<String, Levels> supported = new LinkedHashMap<>();
    response
        .supportedFeatures()
        .forEach(
            told -> supported.put(told.name(), new Levels(told.minVersion(), told.maxVersion())));
    Map<String, Levels> finalized = new LinkedHashMap<>();
    response
        .finalizedFeatures()
        .forEach(
            told ->
                finalized.put(
                    told.name(), new Levels(told.minVersionLevel(), told.maxVersionLevel())));
    answers.value(
        items().get(0),
        new FeatureMetadata(finalized, response.finalizedFeaturesEpoch(), supported));
  }

  @Override
  Need need(List<String> asked) {
    return new Need(3, "2.7", "features");
  }
}
