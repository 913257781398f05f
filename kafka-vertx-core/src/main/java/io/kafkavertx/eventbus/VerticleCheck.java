package io.kafkavertx.eventbus;

import io.kafkavertx.ClientOptions;
import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.eventbus.VerticleConfig.DeliveryPart;
import io.kafkavertx.eventbus.VerticleConfig.ProducerPart;
import io.kafkavertx.internal.config.SchemaCheck;
import io.kafkavertx.internal.plugin.Plugins;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds all that is wrong in a configuration: first names and types, then each value by itself,
 * then what does not go together.
 */
final class VerticleCheck {
  /** Stands for the number of the verticle among the instances of its deployment. */
  private static final String INSTANCE = "{instance}";

  private final JsonObject json;
  private final JsonObject client;
  private final int instances;
  private final int instance;
  private boolean clientIsFine;
  private final Set<String> problems = new LinkedHashSet<>();
  private final List<DeliveryPart> deliveries = new ArrayList<>();
  private final List<ProducerPart> producers = new ArrayList<>();

  VerticleCheck(JsonObject json, int instances, int instance) {
    this.json = json;
    this.client = object(json, "client");
    this.instances = instances;
    this.instance = instance;
  }

  Collection<String> problems() {
    return problems;
  }

  /** Those that nothing is wrong with. */
  List<DeliveryPart> deliveries() {
    return deliveries;
  }

  /** Those that nothing is wrong with. */
  List<ProducerPart> producers() {
    return producers;
  }

  void run() {
    values();
    together();
  }

  /** Names, types, and each value by itself: what the JSON schema says too. */
  void values() {
    problems.addAll(SchemaCheck.problems(VerticleSchema.make(), json));
    eachAlone("client", client, ConsumerOptions::new);
    each(
        "deliveries",
        (path, one) -> {
          eachAlone(path + ".consumer", object(one, "consumer"), ConsumerOptions::new);
          eachAlone(path + ".route", object(one, "route"), Route::new);
        });
    each(
        "producers",
        (path, one) ->
            eachAlone(path + ".producer", object(one, "producer"), ProducerOptions::new));
  }

  /** What is wrong although each value is right. */
  private void together() {
    clientIsFine = isFree("client");
    Map<String, String> names = new HashMap<>();
    Map<String, String> addresses = new HashMap<>();
    if (json.getValue("control") instanceof String control) {
      addresses.put(control, "control");
    }
    each("deliveries", (path, one) -> delivery(path, one, names));
    names.clear();
    each("producers", (path, one) -> producer(path, one, names, addresses));
  }

  private interface Part {
    void check(String path, JsonObject part);
  }

  private void each(String key, Part check) {
    if (json.getValue(key) instanceof JsonArray parts) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.getValue(i) instanceof JsonObject part) {
          check.check(key + "[" + i + "]", part);
        }
      }
    }
  }

  private void delivery(String path, JsonObject part, Map<String, String> names) {
    unique(path + ".name", part.getValue("name"), names);
    String consumerPath = path + ".consumer";
    JsonObject own = object(part, "consumer");
    shared(consumerPath, own, "groupInstanceId", "the group takes it for the same member");
    String routePath = path + ".route";
    JsonObject route = object(part, "route");
    if (isFree(path) && clientIsFine) {
      attempt(
          consumerPath,
          () -> {
            ConsumerOptions options = new ConsumerOptions(merged(own));
            options.validate();
            plugins(consumerPath, own, options);
            options
                .getPartitionAssignmentStrategy()
                .forEach(name -> assignor(consumerPath, own, options, name));
            attempt(
                routePath,
                () -> {
                  Route made = new Route(route);
                  made.checkWith(options);
                  deliveries.add(new DeliveryPart(part.getString("name"), options, made));
                });
          });
    }
  }

  private void producer(
      String path, JsonObject part, Map<String, String> names, Map<String, String> addresses) {
    unique(path + ".name", part.getValue("name"), names);
    unique(path + ".address", part.getValue("address"), addresses);
    String producerPath = path + ".producer";
    JsonObject own = object(part, "producer");
    shared(producerPath, own, "transactionalId", "the brokers fence the other");
    if (isFree(path) && clientIsFine) {
      attempt(
          producerPath,
          () -> {
            ProducerOptions options = new ProducerOptions(merged(own));
            options.validate();
            plugins(producerPath, own, options);
            plugin(producerPath, own, "partitioner", () -> partitioner(options));
            plugin(producerPath, own, "compression", () -> compression(options));
            producers.add(
                new ProducerPart(
                    part.getString("name"),
                    part.getString("address"),
                    part.getString("topic"),
                    options));
          });
    }
  }

  private static void partitioner(ProducerOptions options) {
    Plugins.partitioner(options, options.getPartitioner());
  }

  private static void compression(ProducerOptions options) {
    if (!options.getCompression().equals("none")) {
      Plugins.compression(options, options.getCompression());
    }
  }

  /** A value of the wrong type has been told of already. */
  private static JsonObject object(JsonObject parent, String key) {
    return parent.getValue(key) instanceof JsonObject object ? object : new JsonObject();
  }

  /** What all are told, below what this one is told, with the instance's number. */
  private JsonObject merged(JsonObject own) {
    JsonObject all = client.copy();
    own.forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    for (String key : List.of("clientId", "groupInstanceId", "transactionalId")) {
      if (all.getValue(key) instanceof String text) {
        all.put(key, text.replace(INSTANCE, Integer.toString(instance)));
      }
    }
    return all;
  }

  private void unique(String path, Object name, Map<String, String> seen) {
    String first = name == null ? null : seen.putIfAbsent(name.toString(), path);
    if (first != null) {
      problems.add(path + ": '" + name + "' is that of " + first + " already: choose another one");
    }
  }

  private void shared(String path, JsonObject own, String key, String why) {
    if (instances > 1 && own.getValue(key) instanceof String text && !text.contains(INSTANCE)) {
      problems.add(
          path
              + "."
              + key
              + ": "
              + instances
              + " instances of the verticle would share it, and "
              + why
              + ": put "
              + INSTANCE
              + " into it, which stands for the number of the instance");
    }
  }

  /** Each value by itself, so that all those that are wrong are told, and with their names. */
  private void eachAlone(String path, JsonObject values, Consumer<JsonObject> reader) {
    for (String key : values.fieldNames()) {
      String there = path + "." + key;
      if (isFree(there)) {
        attempt(there, () -> reader.accept(new JsonObject().put(key, values.getValue(key))));
      }
    }
  }

  /** Whether nothing has been found to be wrong at a path and below. */
  private boolean isFree(String path) {
    return problems.stream()
        .noneMatch(
            problem ->
                problem.startsWith(path)
                    && (problem.length() == path.length()
                        || ":.[".indexOf(problem.charAt(path.length())) >= 0));
  }

  private void attempt(String path, Runnable what) {
    try {
      what.run();
    } catch (ConfigException e) {
      problems.add(path + ": " + e.getMessage());
    }
  }

  private void plugins(String path, JsonObject own, ClientOptions<?> options) {
    plugin(path, own, "saslMechanism", () -> Plugins.sasl(options));
    options
        .getMetricsReporters()
        .forEach(
            name ->
                plugin(
                    path, own, "metricsReporters", () -> Plugins.metricsReporter(options, name)));
  }

  /** Classes of the Java client are translated when the consumer is made. */
  private void assignor(String path, JsonObject own, ConsumerOptions options, String name) {
    if (name.indexOf('.') < 0) {
      plugin(path, own, "partitionAssignmentStrategy", () -> Plugins.assignor(options, name));
    }
  }

  private void plugin(String path, JsonObject own, String key, Runnable load) {
    boolean isShared = !own.containsKey(key) && client.containsKey(key);
    attempt((isShared ? "client" : path) + "." + key, load);
  }
}
