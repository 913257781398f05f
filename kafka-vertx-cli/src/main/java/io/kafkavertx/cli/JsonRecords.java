package io.kafkavertx.cli;

import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Header;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Records from lines as {@link JsonLines} writes them. */
final class JsonRecords implements LineReader {
  private static final Set<String> FIELDS =
      Set.of(
          "topic",
          "partition",
          "offset",
          "timestamp",
          "timestampType",
          "key",
          "keyEncoding",
          "value",
          "valueEncoding",
          "headers");

  private final String topic;
  private final boolean repartition;

  /**
   * @param topic where all records go; null: where each says
   * @param repartition true when the partitioner decides, whatever a record says
   */
  JsonRecords(String topic, boolean repartition) {
    this.topic = topic;
    this.repartition = repartition;
  }

  @Override
  public ProducerRecord<byte[], byte[]> read(byte[] line) {
    JsonObject json;
    try {
      json = new JsonObject(new String(line, StandardCharsets.UTF_8));
    } catch (DecodeException e) {
      throw new IllegalArgumentException("is no JSON object");
    }
    for (String field : json.fieldNames()) {
      if (!FIELDS.contains(field)) {
        throw new IllegalArgumentException("has a field '" + field + "', and records have none");
      }
    }
    try {
      String where = topic != null ? topic : json.getString("topic");
      if (where == null) {
        throw new IllegalArgumentException("names no topic, and the command line has none");
      }
      List<Header> headers = new ArrayList<>();
      JsonArray listed = json.getJsonArray("headers", new JsonArray());
      for (int i = 0; i < listed.size(); i++) {
        JsonObject one = listed.getJsonObject(i);
        headers.add(new Header(one.getString("key"), bytes(one, "value")));
      }
      return new ProducerRecord<>(
          where,
          repartition ? null : json.getInteger("partition"),
          json.getLong("timestamp"),
          bytes(json, "key"),
          bytes(json, "value"),
          headers);
    } catch (ClassCastException | NullPointerException e) {
      throw new IllegalArgumentException("has a field of the wrong type");
    }
  }

  private static byte[] bytes(JsonObject json, String field) {
    Object value = json.getValue(field);
    if (value == null && !"json".equals(json.getString(field + "Encoding"))) {
      return null;
    }
    String encoding = json.getString(field + "Encoding", value instanceof String ? "text" : "json");
    ByteForm form;
    try {
      form = ByteForm.valueOf(encoding.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "has the " + field + "Encoding '" + encoding + "'; there are text, base64, hex and json");
    }
    if (form == ByteForm.JSON) {
      return Json.encode(value).getBytes(StandardCharsets.UTF_8);
    }
    if (!(value instanceof String text)) {
      throw new IllegalArgumentException("has a " + field + " that is no text");
    }
    try {
      return form.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("has a " + field + " that is no " + encoding);
    }
  }
}
