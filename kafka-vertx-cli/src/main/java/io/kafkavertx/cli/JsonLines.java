package io.kafkavertx.cli;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.Header;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A record as a line of JSON, with the fields that records have on the event bus. Text that is no
 * UTF-8 becomes base64 and says so, for what is read back must be what was there.
 */
final class JsonLines implements RecordPrinter {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final ByteForm keyForm;
  private final ByteForm valueForm;

  JsonLines(ByteForm keyForm, ByteForm valueForm) {
    this.keyForm = keyForm;
    this.valueForm = valueForm;
  }

  @Override
  public void print(ConsumerRecord<ByteSlice, ByteSlice> record, ByteSink sink) {
    sink.put("{\"topic\":");
    quote(record.topic(), sink);
    sink.put(",\"partition\":");
    sink.put(record.partition());
    sink.put(",\"offset\":");
    sink.put(record.offset());
    if (record.timestamp() >= 0) {
      sink.put(",\"timestamp\":");
      sink.put(record.timestamp());
    }
    bytes(",\"key", record.key(), keyForm, sink);
    bytes(",\"value", record.value(), valueForm, sink);
    sink.put(",\"headers\":[");
    boolean first = true;
    for (Header header : record.headers()) {
      sink.put(first ? "{\"key\":" : ",{\"key\":");
      first = false;
      quote(header.key(), sink);
      byte[] value = header.value();
      bytes(",\"value", value == null ? null : ByteSlice.of(value), ByteForm.TEXT, sink);
      sink.putByte('}');
    }
    sink.put("]}\n");
  }

  /** A field, and beside it how it is encoded when that is not plain text. */
  private static void bytes(String name, ByteSlice bytes, ByteForm form, ByteSink sink) {
    if (bytes == null) {
      sink.put(name);
      sink.put("\":null");
      return;
    }
    ByteForm used = form;
    String json = null;
    if (form == ByteForm.JSON) {
      json = ByteForm.compactJson(bytes);
      used = json == null ? ByteForm.TEXT : ByteForm.JSON;
    }
    if (used == ByteForm.TEXT && !isPlain(bytes) && ByteForm.utf8(bytes) == null) {
      used = ByteForm.BASE64;
    }
    sink.put(name);
    sink.put("\":");
    switch (used) {
      case TEXT -> quote(bytes.array(), bytes.offset(), bytes.length(), sink);
      case BASE64 -> wrapped(Base64.getEncoder().encode(bytes.toArray()), sink);
      case HEX -> wrapped(ByteForm.hex(bytes).getBytes(StandardCharsets.US_ASCII), sink);
      case JSON -> sink.put(json);
    }
    if (used != ByteForm.TEXT) {
      sink.put(name);
      sink.put("Encoding\":\"");
      sink.put(used.name().toLowerCase(java.util.Locale.ROOT));
      sink.putByte('"');
    }
  }

  private static void wrapped(byte[] text, ByteSink sink) {
    sink.putByte('"');
    sink.put(text);
    sink.putByte('"');
  }

  private static boolean isPlain(ByteSlice bytes) {
    byte[] array = bytes.array();
    int end = bytes.offset() + bytes.length();
    for (int i = bytes.offset(); i < end; i++) {
      if (array[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private static void quote(String text, ByteSink sink) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    quote(bytes, 0, bytes.length, sink);
  }

  /** UTF-8 as it is, except what JSON wants escaped. */
  private static void quote(byte[] array, int offset, int length, ByteSink sink) {
    sink.putByte('"');
    int from = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      byte b = array[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < 0x20)) {
        sink.put(array, from, i - from);
        from = i + 1;
        escape(b, sink);
      }
    }
    sink.put(array, from, end - from);
    sink.putByte('"');
  }

  private static void escape(byte b, ByteSink sink) {
    sink.putByte('\\');
    switch (b) {
      case '"', '\\' -> sink.putByte(b);
      case '\n' -> sink.putByte('n');
      case '\r' -> sink.putByte('r');
      case '\t' -> sink.putByte('t');
      default -> {
        sink.put("u00");
        sink.putByte(HEX[b >> 4]);
        sink.putByte(HEX[b & 15]);
      }
    }
  }
}
