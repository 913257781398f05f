package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.QuotaEntity;
import io.kafkavertx.admin.QuotaFilter;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.DescribeClientQuotasRequest;
import io.kafkavertx.protocol.message.DescribeClientQuotasRequest.ComponentData;
import io.kafkavertx.protocol.message.DescribeClientQuotasResponse;
import io.kafkavertx.protocol.message.DescribeClientQuotasResponse.EntryData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** DescribeClientQuotas, at any broker. */
public final class DescribeClientQuotas
    extends Operation<String, Map<QuotaEntity, Map<String, Double>>, DescribeClientQuotasResponse> {
  private final QuotaFilter filter;

  private DescribeClientQuotas(QuotaFilter filter) {
    super("describeClientQuotas", List.of("the cluster"));
    this.filter = Objects.requireNonNull(filter, "filter");
  }

  public static AdminQuery<Map<QuotaEntity, Map<String, Double>>> of(QuotaFilter filter) {
    return new DescribeClientQuotas(filter).single();
  }

  @Override
  Target target(String all, AdminCall call) {
    return Target.anyNode();
  }

  @Override
  ApiRequest<DescribeClientQuotasResponse> request(List<String> asked, Sending sending) {
    return new DescribeClientQuotasRequest()
        .setStrict(filter.strict())
        .setComponents(
            filter.components().stream()
                .map(
                    component ->
                        new ComponentData()
                            .setEntityType(component.type())
                            .setMatchType((byte) component.match().ordinal())
                            .setMatch(component.name()))
                .toList());
  }

  @Override
  void read(
      DescribeClientQuotasResponse response,
      Answers<String, Map<QuotaEntity, Map<String, Double>>> answers) {
    if (answers.errorOfAll(response.errorCode(), response.errorMessage())) {
      return;
    }
    Map<QuotaEntity, Map<String, Double>> found = new LinkedHashMap<>();
    List<EntryData> entries = response.entries() == null ? List.of() : response.entries();
    for (EntryData entry : entries) {
      Map<String, String> parts = new LinkedHashMap<>();
      entry.entity().forEach(part -> parts.put(part.entityType(), part.entityName()));
      Map<String, Double> values = new LinkedHashMap<>();
      entry.values().forEach(value -> values.put(value.key(), value.value()));
      found.put(new QuotaEntity(parts), OrderedCopy.of(values));
    }
    answers.value(items().get(0), OrderedCopy.of(found));
  }

  @Override
  Need need(List<String> asked) {
    return Need.api("2.6");
  }
}
