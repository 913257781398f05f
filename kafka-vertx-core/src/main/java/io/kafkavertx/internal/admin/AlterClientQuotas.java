package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.AlterQuotasOptions;
import io.kafkavertx.admin.QuotaEntity;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.AlterClientQuotasRequest;
import io.kafkavertx.protocol.message.AlterClientQuotasRequest.EntityData;
import io.kafkavertx.protocol.message.AlterClientQuotasRequest.EntryData;
import io.kafkavertx.protocol.message.AlterClientQuotasRequest.OpData;
import io.kafkavertx.protocol.message.AlterClientQuotasResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** AlterClientQuotas, at any broker, which takes it to the controller. */
public final class AlterClientQuotas
    extends Operation<QuotaEntity, Void, AlterClientQuotasResponse> {
  private final Map<QuotaEntity, Map<String, Double>> changes = new LinkedHashMap<>();
  private final AlterQuotasOptions options;

  public AlterClientQuotas(
      Map<QuotaEntity, Map<String, Double>> changes, AlterQuotasOptions options) {
    super("alterClientQuotas", changes.keySet());
    // Values may be null.
    changes.forEach((entity, values) -> this.changes.put(entity, new LinkedHashMap<>(values)));
    this.options = options;
  }

  @Override
  Target target(QuotaEntity entity, AdminCall call) {
    return Target.anyNode();
  }

  @Override
  ApiRequest<AlterClientQuotasResponse> request(List<QuotaEntity> asked, Sending sending) {
    return new AlterClientQuotasRequest()
        .setValidateOnly(options.validateOnly())
        .setEntries(
            asked.stream()
                .map(
                    entity ->
                        new EntryData()
                            .setEntity(
                                entity.parts().entrySet().stream()
                                    .map(
                                        part ->
                                            new EntityData()
                                                .setEntityType(part.getKey())
                                                .setEntityName(part.getValue()))
                                    .toList())
                            .setOps(
                                changes.get(entity).entrySet().stream()
                                    .map(change -> op(change.getKey(), change.getValue()))
                                    .toList()))
                .toList());
  }

  private static OpData op(String name, Double value) {
    return new OpData().setKey(name).setValue(value == null ? 0 : value).setRemove(value == null);
  }

  @Override
  void read(AlterClientQuotasResponse response, Answers<QuotaEntity, Void> answers) {
    response
        .entries()
        .forEach(
            told -> {
              Map<String, String> parts = new LinkedHashMap<>();
              told.entity().forEach(part -> parts.put(part.entityType(), part.entityName()));
              QuotaEntity entity = new QuotaEntity(parts);
              answers.done(entity, told.errorCode(), told.errorMessage());
            });
  }

  /** The same quota twice is the same as once. */
  @Override
  boolean harmlessTwice() {
    return true;
  }

  @Override
  Need need(List<QuotaEntity> asked) {
    return Need.api("2.6");
  }
}
