package io.kafkavertx.examples.livetopics;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.spi.Header;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A record as the page gets it: bytes are text where they are that, else base64. */
final class RecordView {
  /** How much of a value goes to the page unasked. */
  static final int PREVIEW = 8 << 10;

  /** How much of a value goes to the page at all. */
  static final int WHOLE = 1 << 20;

  private RecordView() {}

  static JsonObject of(ConsumerRecord<Buffer, Buffer> record, int limit) {
    JsonArray headers = new JsonArray();
    for (Header header : record.headers()) {
      byte[] value = header.value();
      headers.add(
          new JsonObject()
              .put("key", header.key())
              .put("value", value == null ? null : content(Buffer.buffer(value), limit)));
    }
    return new JsonObject()
        .put("topic", record.topic())
        .put("partition", record.partition())
        .put("offset", record.offset())
        .put("timestamp", record.timestamp())
        .put("timestampType", record.timestampType().name())
        .put("key", content(record.key(), limit))
        .put("value", content(record.value(), limit))
        .put("headers", headers);
  }

  /**
   * Null for null; {@code text} or {@code base64}, the {@code size} of the whole in bytes, and
   * whether it is {@code cut}.
   */
  static JsonObject content(Buffer bytes, int limit) {
    if (bytes == null) {
      return null;
    }
    JsonObject content = new JsonObject().put("size", bytes.length());
    byte[] shown = bytes.getBytes(0, Math.min(bytes.length(), limit));
    if (shown.length < bytes.length()) {
      content.put("cut", true);
    }
    String text = text(shown, shown.length < bytes.length());
    return text == null
        ? content.put("base64", Base64.getEncoder().encodeToString(shown))
        : content.put("text", text);
  }

  /** Null when it is no text. What is cut off may end within a character. */
  private static String text(byte[] bytes, boolean cut) {
    for (int dropped = 0; dropped <= (cut ? Math.min(3, bytes.length) : 0); dropped++) {
      try {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, 0, bytes.length - dropped))
                .toString();
        return isPrintable(text) ? text : null;
      } catch (CharacterCodingException e) {
        // Within a character, or no text.
      }
    }
    return null;
  }

  private static boolean isPrintable(String text) {
    return text.chars()
        .noneMatch(c -> (c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f);
  }
}
