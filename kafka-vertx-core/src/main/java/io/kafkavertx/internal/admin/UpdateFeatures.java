package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.FeatureUpdate;
import io.kafkavertx.admin.UpdateFeaturesOptions;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.UpdateFeaturesRequest;
import io.kafkavertx.protocol.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.kafkavertx.protocol.message.UpdateFeaturesResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** UpdateFeatures, at the controller. */
public final class UpdateFeatures extends Operation<String, Void, UpdateFeaturesResponse> {
  private final Map<String, FeatureUpdate> updates;
  private final UpdateFeaturesOptions options;

  public UpdateFeatures(Map<String, FeatureUpdate> updates, UpdateFeaturesOptions options) {
    super("updateFeatures", updates.keySet());
    this.updates = new LinkedHashMap<>(updates);
    this.options = options;
  }

  @Override
  Target target(String feature, AdminCall call) {
    return Target.controller();
  }

  @Override
  ApiRequest<UpdateFeaturesResponse> request(List<String> asked, Sending sending) {
    return new UpdateFeaturesRequest()
        .setTimeoutMs(sending.timeoutMs())
        .setValidateOnly(options.validateOnly())
        .setFeatureUpdates(
            asked.stream()
                .map(
                    name ->
                        new FeatureUpdateKey()
                            .setFeature(name)
                            .setMaxVersionLevel((short) updates.get(name).maxVersionLevel())
                            .setUpgradeType(updates.get(name).type().code()))
                .toList());
  }

  @Override
  void read(UpdateFeaturesResponse response, Answers<String, Void> answers) {
    if (answers.errorOfAll(response.errorCode(), response.errorMessage())) {
      return;
    }
    response
        .results()
        .forEach(
            told -> {
              answers.done(told.feature(), told.errorCode(), told.errorMessage());
            });
    // From version 2 on there is one answer for all of them.
    if (response.results().isEmpty()) {
      answers.open().forEach(feature -> answers.value(feature, null));
    }
  }

  @Override
  boolean harmlessTwice() {
    return options.validateOnly();
  }

  @Override
  Need need(List<String> asked) {
    return new Need(1, "3.3", "updating features");
  }

  @Override
  String kind() {
    return "feature";
  }
}
