package io.kafkavertx.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * An editor that knows the JSON schema and the deployment say the same of a configuration: over
 * documents that have each key there is with values of every type and at the ends of its range.
 */
final class SchemaAgreementTest {
  private static final JsonObject SCHEMA = KafkaVerticle.schema();

  /** A part of a document, and the schema of that part. */
  private record Place(String name, JsonObject schema, Function<JsonObject, JsonObject> in) {}

  private final Validator validator =
      Validator.create(
          JsonSchema.of(SCHEMA),
          new JsonSchemaOptions()
              .setBaseUri("https://kafkavertx.io")
              .setDraft(Draft.DRAFT202012)
              .setOutputFormat(OutputFormat.Flag));
  private final List<String> disagreements = new ArrayList<>();
  private int good;
  private int bad;

  private static JsonObject document() {
    return new JsonObject(
        """
        {
          "client": {"tls": {}},
          "deliveries": [
            {
              "name": "orders",
              "consumer": {"groupId": "shop", "tls": {}},
              "route": {"topic": "orders", "address": "kafka.orders"}
            }
          ],
          "producers": [{"name": "out", "address": "kafka.produce", "producer": {"tls": {}}}],
          "health": {}
        }
        """);
  }

  private static JsonObject item(JsonObject document, String list) {
    return document.getJsonArray(list).getJsonObject(0);
  }

  private static JsonObject sub(JsonObject schema, String key) {
    JsonObject found = schema.getJsonObject("properties").getJsonObject(key);
    return found.containsKey("items") ? found.getJsonObject("items") : found;
  }

  private static List<Place> places() {
    JsonObject delivery = sub(SCHEMA, "deliveries");
    JsonObject producer = sub(SCHEMA, "producers");
    JsonObject consumer = sub(delivery, "consumer");
    return List.of(
        new Place("", SCHEMA, document -> document),
        new Place("client", sub(SCHEMA, "client"), document -> document.getJsonObject("client")),
        new Place("health", sub(SCHEMA, "health"), document -> document.getJsonObject("health")),
        new Place("deliveries[0]", delivery, document -> item(document, "deliveries")),
        new Place(
            "deliveries[0].consumer",
            consumer,
            document -> item(document, "deliveries").getJsonObject("consumer")),
        new Place(
            "deliveries[0].consumer.tls",
            sub(consumer, "tls"),
            document ->
                item(document, "deliveries").getJsonObject("consumer").getJsonObject("tls")),
        new Place(
            "deliveries[0].route",
            sub(delivery, "route"),
            document -> item(document, "deliveries").getJsonObject("route")),
        new Place("producers[0]", producer, document -> item(document, "producers")),
        new Place(
            "producers[0].producer",
            sub(producer, "producer"),
            document -> item(document, "producers").getJsonObject("producer")));
  }

  /** Of every type, and what the schema says is just right and just wrong. */
  private static Set<Object> values(JsonObject schema) {
    Set<Object> values = new LinkedHashSet<>();
    values.add(true);
    values.add(1);
    values.add(1.5);
    values.add(5_000_000_000L);
    values.add("P1D");
    values.add("soon");
    values.add("");
    values.add(new JsonObject());
    values.add(new JsonObject().put("x", 1));
    values.add(new JsonArray());
    values.add(new JsonArray().add("a"));
    values.add(new JsonArray().add(1));
    if (schema.containsKey("minimum")) {
      values.add(schema.getLong("minimum"));
      values.add(schema.getLong("minimum") - 1);
    }
    if (schema.containsKey("maximum")) {
      values.add(schema.getLong("maximum"));
      values.add(schema.getLong("maximum") + 1);
    }
    if (schema.containsKey("default")) {
      values.add(schema.getValue("default"));
    }
    schema.getJsonArray("enum", new JsonArray()).forEach(values::add);
    return values;
  }

  private void compare(String what, JsonObject document) {
    boolean valid = validator.validate(document).getValid();
    VerticleCheck check = new VerticleCheck(document.copy(), 1, 0);
    check.values();
    boolean taken = check.problems().isEmpty();
    if (valid) {
      good++;
    } else {
      bad++;
    }
    if (valid != taken) {
      disagreements.add(
          what + ": the schema says " + valid + ", the deployment " + check.problems());
    }
  }

  /** What is safe, and what is Base64, is for the setter to say. */
  private static boolean isBeyondSchemas(Place place, String key) {
    return place.name.endsWith(".tls") && (key.equals("protocols") || key.equals("crlValues"));
  }

  @Test
  void theSchemaAndTheDeploymentAgreeOnEachKeyWithEachValue() {
    for (Place place : places()) {
      JsonObject properties = place.schema.getJsonObject("properties");
      for (String key : properties.fieldNames()) {
        if (isBeyondSchemas(place, key)) {
          continue;
        }
        for (Object value : values(properties.getJsonObject(key))) {
          JsonObject document = document();
          JsonObject part = place.in.apply(document);
          if (place.schema.containsKey("oneOf") && !part.containsKey(key)) {
            // One of topic, topics and topicPattern at a time.
            if (key.startsWith("topic")) {
              part.remove("topic");
            }
          }
          if (key.equals("onFailure")) {
            part.put("deadLetterTopic", "letters");
          }
          part.put(key, value);
          compare(place.name + "." + key + " = " + value, document);
        }
        JsonObject document = document();
        place.in.apply(document).putNull(key);
        compare(place.name + "." + key + " = null", document);
      }
    }
    assertThat(disagreements).isEmpty();
    assertThat(good).isGreaterThan(300);
    assertThat(bad).isGreaterThan(1000);
  }

  @Test
  void theyAgreeThatUnknownKeysAreWrongAtEveryLevelAndNeededOnesNeeded() {
    compare("the document itself", document());
    assertThat(good).isEqualTo(1);
    for (Place place : places()) {
      JsonObject more = document();
      place.in.apply(more).put("surprise", 1);
      compare(place.name + ".surprise", more);
      for (Object key : place.schema.getJsonArray("required", new JsonArray())) {
        JsonObject less = document();
        place.in.apply(less).remove((String) key);
        compare(place.name + " without " + key, less);
      }
    }
    JsonObject both = document();
    item(both, "deliveries").getJsonObject("route").put("topicPattern", "a.*");
    compare("two ways to name topics", both);
    JsonObject neither = document();
    item(neither, "deliveries").getJsonObject("route").remove("topic");
    compare("no topic", neither);
    JsonObject nothing = document();
    nothing.remove("deliveries");
    nothing.remove("producers");
    compare("nothing to do", nothing);
    assertThat(disagreements).isEmpty();
    assertThat(good).as("all but the first are wrong").isEqualTo(1);
  }

  @Test
  void everyOptionIsDescribedAndSecretsAreMarked() {
    for (Place place : places()) {
      JsonObject properties = place.schema.getJsonObject("properties");
      for (String key : properties.fieldNames()) {
        assertThat(properties.getJsonObject(key).getString("description"))
            .as(place.name + "." + key)
            .isNotBlank()
            .doesNotContain("{@");
      }
      assertThat(place.schema.getBoolean("additionalProperties")).isFalse();
    }
    JsonObject client = sub(SCHEMA, "client").getJsonObject("properties");
    assertThat(client.getJsonObject("saslConfig").getBoolean("writeOnly")).isTrue();
    assertThat(client.getJsonObject("requestTimeout").getInteger("default")).isEqualTo(30_000);
    assertThat(client.getJsonObject("maxInFlightRequests").getInteger("maximum")).isEqualTo(1000);
  }

  /** The JSON form of a route and its schema are written down twice. */
  @Test
  void theSchemaOfARouteHasAllItsKeys() {
    JsonObject properties = sub(sub(SCHEMA, "deliveries"), "route").getJsonObject("properties");
    Set<String> written =
        new LinkedHashSet<>(
            new Route("t", "a{shard}").setShards(2).setDeadLetterTopic("d").toJson().fieldNames());
    written.add("topic");
    written.add("topicPattern");
    assertThat(properties.fieldNames()).isEqualTo(written);
  }
}
