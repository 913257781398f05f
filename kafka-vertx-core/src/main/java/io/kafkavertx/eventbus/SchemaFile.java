package io.kafkavertx.eventbus;

import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.TlsOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The file with the schema of {@link KafkaVerticle}'s configuration. The build makes it: to what
 * {@link VerticleSchema} says it adds what each option means, from the Javadoc of its getter, its
 * default, and its range, which the setter is asked for.
 */
final class SchemaFile {
  private static final String NAME = "META-INF/kafka-vertx/kafka-verticle.schema.json";

  private SchemaFile() {}

  /** What the build has made. */
  static JsonObject read() {
    try (InputStream in = SchemaFile.class.getClassLoader().getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IllegalStateException(
            NAME + " is not on the class path: it is made in the phase process-classes");
      }
      return new JsonObject(Buffer.buffer(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the file.
   *
   * @param args the directory with our sources, and the one for classes
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[1]).resolve(NAME);
    Files.createDirectories(file.getParent());
    Files.writeString(file, make(Path.of(args[0])).encodePrettily() + "\n");
  }

  private static JsonObject make(Path sources) throws IOException {
    JsonObject schema =
        new JsonObject()
            .put("$schema", "https://json-schema.org/draft/2020-12/schema")
            .put("title", "Configuration of io.kafkavertx.eventbus.KafkaVerticle")
            .mergeIn(VerticleSchema.make());
    JavadocTexts docs = new JavadocTexts(sources.resolve("io/kafkavertx"));
    describe(
        schema.getJsonObject("properties").getJsonObject("client"),
        docs.of("ClientOptions", "MetricsOptions", "PluginOptions"),
        new KafkaClientOptions().toJson(),
        KafkaClientOptions::new);
    JsonObject delivery = items(schema, "deliveries");
    describe(
        delivery.getJsonObject("consumer"),
        docs.of(
            "ConsumerOptions", "FetchOptions", "ClientOptions", "MetricsOptions", "PluginOptions"),
        new ConsumerOptions().toJson(),
        ConsumerOptions::new);
    describe(
        delivery.getJsonObject("route"), docs.of("eventbus/Route"), routeDefaults(), Route::new);
    describe(
        items(schema, "producers").getJsonObject("producer"),
        docs.of("ProducerOptions", "ClientOptions", "MetricsOptions", "PluginOptions"),
        new ProducerOptions().toJson(),
        ProducerOptions::new);
    describeTls(schema, docs);
    return schema;
  }

  private static JsonObject items(JsonObject schema, String list) {
    return schema
        .getJsonObject("properties")
        .getJsonObject(list)
        .getJsonObject("items")
        .getJsonObject("properties");
  }

  private static JsonObject routeDefaults() {
    JsonObject defaults = new Route("topic", "address").toJson();
    defaults.remove("topics");
    defaults.remove("address");
    defaults.remove("maxAttempts"); // without end
    return defaults;
  }

  private static void describeTls(JsonObject schema, JavadocTexts docs) throws IOException {
    JavadocTexts.Texts texts = docs.of("TlsOptions");
    for (JsonObject options :
        new JsonObject[] {
          schema.getJsonObject("properties").getJsonObject("client"),
          items(schema, "deliveries").getJsonObject("consumer"),
          items(schema, "producers").getJsonObject("producer")
        }) {
      JsonObject tls = options.getJsonObject("properties").getJsonObject("tls");
      describe(tls, texts, new JsonObject(), TlsOptions::new);
    }
  }

  private static void describe(
      JsonObject schema,
      JavadocTexts.Texts texts,
      JsonObject defaults,
      Consumer<JsonObject> reader) {
    JsonObject properties = schema.getJsonObject("properties");
    for (String key : properties.fieldNames()) {
      JsonObject property = properties.getJsonObject(key);
      if (!property.containsKey("description")) {
        property.put("description", texts.of(key));
      }
      Object normal = defaults.getValue(key);
      if (normal != null && !(normal instanceof JsonObject)) {
        property.put("default", normal);
      }
      if (isWhole(property.getValue("type"))) {
        range(key, property, normal instanceof Number number ? number.longValue() : 1, reader);
      }
    }
  }

  private static boolean isWhole(Object type) {
    return "integer".equals(type)
        || (type instanceof JsonArray several && several.contains("integer"));
  }

  private static void range(
      String key, JsonObject property, long good, Consumer<JsonObject> reader) {
    long far = 1L << 53;
    long least = bound(key, good, -far, reader);
    long most = bound(key, good, far, reader);
    if (least > -far) {
      property.put("minimum", least);
    }
    if (most < far) {
      property.put("maximum", most);
    }
  }

  /** The last value that the setter takes on the way from a good one to one far off. */
  private static long bound(String key, long good, long far, Consumer<JsonObject> reader) {
    if (!takes(key, good, reader)) {
      throw new IllegalStateException(key + " does not take " + good);
    }
    if (takes(key, far, reader)) {
      return far;
    }
    long taken = good;
    long refused = far;
    while (Math.abs(taken - refused) > 1) {
      long middle = taken + (refused - taken) / 2;
      if (takes(key, middle, reader)) {
        taken = middle;
      } else {
        refused = middle;
      }
    }
    return taken;
  }

  private static boolean takes(String key, long value, Consumer<JsonObject> reader) {
    try {
      reader.accept(new JsonObject().put(key, value));
      return true;
    } catch (ConfigException e) {
      return false;
    }
  }
}
