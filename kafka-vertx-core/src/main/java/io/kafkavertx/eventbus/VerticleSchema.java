package io.kafkavertx.eventbus;

import io.kafkavertx.ClientOptions;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ProducerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The JSON schema of what a {@link KafkaVerticle} is told, as far as the code itself says it. The
 * build adds what an option means, its default and its range: see {@link SchemaFile}.
 */
final class VerticleSchema {
  private VerticleSchema() {}

  static JsonObject make() {
    JsonObject properties =
        new JsonObject()
            .put(
                "client",
                ClientOptions.jsonSchema()
                    .put(
                        "description",
                        "What all consumers and producers are told; a key of theirs replaces the"
                            + " same key here."))
            .put("deliveries", list(delivery(), "From topics to event-bus addresses."))
            .put("producers", list(producer(), "From event-bus addresses to topics."))
            .put(
                "control",
                RouteSchema.name(
                    "The event-bus address for status, pause, seek and so on; none"
                        + " unless set."))
            .put("health", health())
            .put(
                "startTimeout",
                duration(
                    "How long the deployment waits until every delivery has its first assignment."
                        + " 30000 unless set.",
                    30_000))
            .put(
                "onStartTimeout",
                RouteSchema.oneOf(VerticleConfig.OnStartTimeout.values())
                    .put("default", VerticleConfig.OnStartTimeout.CONTINUE.name())
                    .put(
                        "description",
                        "When that time is over: CONTINUE completes the deployment and goes on"
                            + " trying, FAIL fails it. CONTINUE unless set."))
            .put(
                "closeTimeout",
                duration(
                    "How long undeploying may take: replies that are waited for, commits, records"
                        + " to be sent. 30000 unless set.",
                    30_000));
    return object(properties).put("anyOf", RouteSchema.oneRequired("deliveries", "producers"));
  }

  private static JsonObject delivery() {
    JsonObject consumer =
        ConsumerOptions.jsonSchema().put("required", new JsonArray().add("groupId"));
    JsonObject options = consumer.getJsonObject("properties");
    options.put(
        "groupId",
        RouteSchema.name("the consumer group that acknowledged records are committed for"));
    options.put(
        "enableAutoCommit",
        new JsonObject()
            .put("enum", new JsonArray().add(true))
            .put("description", "Always true: a delivery commits what was acknowledged."));
    return object(
            new JsonObject()
                .put("name", RouteSchema.name("what the delivery is called at the control address"))
                .put(
                    "consumer",
                    consumer.put("description", "the options of its consumer, groupId at least"))
                .put("route", RouteSchema.make().put("description", "its topics and its address")))
        .put("required", new JsonArray().add("name").add("consumer").add("route"));
  }

  private static JsonObject producer() {
    return object(
            new JsonObject()
                .put("name", RouteSchema.name("what the producer is called at the control address"))
                .put("address", RouteSchema.name("the event-bus address that takes records"))
                .put("topic", RouteSchema.name("The topic of messages that name none."))
                .put(
                    "producer",
                    ProducerOptions.jsonSchema().put("description", "The producer's options.")))
        .put("required", new JsonArray().add("name").add("address"));
  }

  private static JsonObject health() {
    return object(
            new JsonObject()
                .put(
                    "maxUnacknowledged",
                    duration(
                        "A delivery is not alive any more when a record has been waiting for its"
                            + " acknowledgement for longer. The consumer's rebalanceTimeout unless"
                            + " set.",
                        null)))
        .put("description", "When health checks fail.");
  }

  private static JsonObject duration(String description, Integer normal) {
    JsonObject schema =
        ClientOptions.jsonSchema()
            .getJsonObject("properties")
            .getJsonObject("requestTimeout")
            .put("minimum", 1)
            .put("description", description);
    return normal == null ? schema : schema.put("default", normal);
  }

  private static JsonObject list(JsonObject items, String description) {
    return new JsonObject()
        .put("type", "array")
        .put("items", items)
        .put("minItems", 1)
        .put("description", description);
  }

  private static JsonObject object(JsonObject properties) {
    return new JsonObject()
        .put("type", "object")
        .put("properties", properties)
        .put("additionalProperties", false);
  }
}
