package io.kafkavertx.eventbus;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Bytes as JSON shows them: UTF-8 text where they are that, base64 with a mark where they are not.
 */
final class BytesText {
  static final String BASE64 = "base64";

  private BytesText() {}

  /**
   * Puts {@code bytes} under {@code field}; a second field, named with the suffix Encoding, says
   * when it is base64.
   */
  static void put(JsonObject json, String field, byte[] bytes, Route.Encoding encoding) {
    if (bytes == null) {
      json.putNull(field);
      return;
    }
    String text = encoding == Route.Encoding.TEXT ? utf8(bytes) : null;
    if (text != null) {
      json.put(field, text);
    } else {
      json.put(field, Base64.getEncoder().encodeToString(bytes));
      json.put(field + "Encoding", BASE64);
    }
  }

  /**
   * The bytes that {@code field} stands for: text, base64 text where the second field says so, or
   * any other JSON value as JSON text; null when it is missing or null.
   *
   * @throws IllegalArgumentException when the base64 text is not base64, or the encoding is not
   *     known
   */
  static byte[] get(JsonObject json, String field) {
    Object value = json.getValue(field);
    Object encoding = json.getValue(field + "Encoding");
    if (encoding != null && !encoding.equals("text") && !encoding.equals(BASE64)) {
      throw new IllegalArgumentException(
          field + "Encoding is '" + encoding + "', not 'text' or 'base64'");
    }
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return BASE64.equals(encoding) ? decode(field, text) : text.getBytes(StandardCharsets.UTF_8);
    }
    if (value instanceof JsonObject object) {
      return object.toBuffer().getBytes();
    }
    if (value instanceof JsonArray array) {
      return array.toBuffer().getBytes();
    }
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] decode(String field, String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(field + " is not base64, as its encoding says", e);
    }
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
