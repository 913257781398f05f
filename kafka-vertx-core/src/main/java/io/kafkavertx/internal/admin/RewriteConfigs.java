package io.kafkavertx.internal.admin;

import io.kafkavertx.KafkaException;
import io.kafkavertx.admin.AlterConfigOp;
import io.kafkavertx.admin.AlterConfigsOptions;
import io.kafkavertx.admin.ConfigEntry;
import io.kafkavertx.admin.ConfigResource;
import io.kafkavertx.admin.DescribeConfigsOptions;
import io.kafkavertx.admin.Results;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes single values of a configuration at brokers that can only replace all of it: reads it,
 * changes it and writes it. What somebody else changes in between is lost. A value that the broker
 * keeps to itself cannot be written back, so that it is refused to touch what has one.
 */
final class RewriteConfigs implements AdminQuery<Results<ConfigResource, Void>> {
  private final Map<ConfigResource, List<AlterConfigOp>> changes;
  private final AlterConfigsOptions options;

  RewriteConfigs(Map<ConfigResource, List<AlterConfigOp>> changes, AlterConfigsOptions options) {
    this.changes = changes;
    this.options = options;
  }

  @Override
  public Future<Results<ConfigResource, Void>> run(AdminCall call) {
    return new DescribeConfigs(changes.keySet(), DescribeConfigsOptions.defaults())
        .run(call)
        .compose(found -> write(found, call));
  }

  private Future<Results<ConfigResource, Void>> write(
      Results<ConfigResource, Map<String, ConfigEntry>> found, AdminCall call) {
    Map<ConfigResource, KafkaException> failures = new LinkedHashMap<>(found.failures());
    Map<ConfigResource, Map<String, String>> wanted = new LinkedHashMap<>();
    found
        .values()
        .forEach(
            (resource, entries) -> {
              try {
                wanted.put(resource, changed(resource, entries, changes.get(resource)));
              } catch (KafkaException e) {
                failures.put(resource, e);
              }
            });
    return new AlterConfigs(wanted, options)
        .run(call)
        .map(
            written -> {
              failures.putAll(written.failures());
              return Results.of(written.values(), failures);
            });
  }

  private static Map<String, String> changed(
      ConfigResource resource, Map<String, ConfigEntry> entries, List<AlterConfigOp> ops) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> hidden = new ArrayList<>();
    entries.forEach(
        (name, entry) -> {
          if (isSetHere(resource, entry)) {
            values.put(name, entry.value());
            if (entry.sensitive()) {
              hidden.add(name);
            }
          }
        });
    for (AlterConfigOp op : ops) {
      hidden.remove(op.name());
      ConfigEntry entry = entries.get(op.name());
      String now = values.containsKey(op.name()) || entry == null ? null : entry.value();
      apply(op, values.getOrDefault(op.name(), now), values);
    }
    if (!hidden.isEmpty()) {
      throw new KafkaException(
          "incrementalAlterConfigs of "
              + resource
              + ": brokers before 2.3 can only replace all of a configuration, and "
              + hidden
              + " would be lost, because the broker does not tell these values. Set them as well,"
              + " or use alterConfigs with the whole configuration");
    }
    return values;
  }

  private static void apply(AlterConfigOp op, String now, Map<String, String> values) {
    List<String> list =
        now == null || now.isEmpty()
            ? new ArrayList<>()
            : new ArrayList<>(Arrays.asList(now.split(",", -1)));
    switch (op.type()) {
      case SET -> values.put(op.name(), op.value());
      case DELETE -> values.remove(op.name());
      case APPEND -> {
        for (String more : op.value().split(",", -1)) {
          if (!list.contains(more)) {
            list.add(more);
          }
        }
        values.put(op.name(), String.join(",", list));
      }
      case SUBTRACT -> {
        list.removeAll(Arrays.asList(op.value().split(",", -1)));
        values.put(op.name(), String.join(",", list));
      }
    }
  }

  /** Whether the value was set for just this resource, so that writing without it loses it. */
  private static boolean isSetHere(ConfigResource resource, ConfigEntry entry) {
    return switch (entry.source()) {
      case DYNAMIC_TOPIC_CONFIG -> resource.type() == ConfigResource.Type.TOPIC;
      case DYNAMIC_BROKER_CONFIG -> resource.ofOneBroker();
      case DYNAMIC_DEFAULT_BROKER_CONFIG ->
          resource.type() == ConfigResource.Type.BROKER && !resource.ofOneBroker();
      default -> false;
    };
  }
}
