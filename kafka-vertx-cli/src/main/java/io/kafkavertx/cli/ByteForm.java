package io.kafkavertx.cli;

import io.kafkavertx.protocol.wire.ByteSlice;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** How keys and values look in text. */
enum ByteForm {
  /** As they are. */
  TEXT,
  BASE64,
  HEX,
  /** JSON on one line. */
  JSON;

  /** Bytes for a format string; JSON that is none stays as it is. */
  void put(ByteSlice bytes, ByteSink sink) {
    switch (this) {
      case TEXT -> sink.put(bytes.array(), bytes.offset(), bytes.length());
      case BASE64 -> sink.put(Base64.getEncoder().encode(bytes.toArray()));
      case HEX -> sink.put(hex(bytes));
      case JSON -> {
        String json = compactJson(bytes);
        if (json == null) {
          sink.put(bytes.array(), bytes.offset(), bytes.length());
        } else {
          sink.put(json);
        }
      }
    }
  }

  static String hex(ByteSlice bytes) {
    return HexFormat.of().formatHex(bytes.array(), bytes.offset(), bytes.offset() + bytes.length());
  }

  /** The bytes that a text stands for. */
  byte[] parse(String text) {
    return switch (this) {
      case TEXT, JSON -> text.getBytes(StandardCharsets.UTF_8);
      case BASE64 -> Base64.getDecoder().decode(text);
      case HEX -> HexFormat.of().parseHex(text);
    };
  }

  /** Null when the bytes are no UTF-8. */
  static String utf8(ByteSlice bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.length()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /**
   * Without the white space between its parts; numbers stay as they were written. Null: no JSON.
   */
  static String compactJson(ByteSlice bytes) {
    String text = utf8(bytes);
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      Json.decodeValue(text);
    } catch (DecodeException e) {
      return null;
    }
    StringBuilder compact = new StringBuilder(text.length());
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        compact.append(c).append(text.charAt(++i));
        continue;
      }
      if (c == '"') {
        quoted = !quoted;
      }
      if (quoted || !Character.isWhitespace(c)) {
        compact.append(c);
      }
    }
    return compact.toString();
  }
}
