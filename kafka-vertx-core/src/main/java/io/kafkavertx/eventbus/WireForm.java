package io.kafkavertx.eventbus;

import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;
import io.kafkavertx.spi.Header;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How the parts of a record go between the nodes of a clustered event bus. */
final class WireForm {
  private WireForm() {}

  /** Appends what {@code writer} holds, with its size before it. */
  static void append(Buffer to, WireWriter writer) {
    byte[] bytes = writer.toByteArray();
    to.appendInt(bytes.length).appendBytes(bytes);
  }

  /** A reader of what {@link #append} wrote at {@code position}. */
  static WireReader open(Buffer from, int position) {
    int size = from.getInt(position);
    return new WireReader(from.getBytes(position + 4, position + 4 + size));
  }

  static void text(WireWriter out, String text) {
    bytes(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(WireReader in) {
    int length = in.readLength32();
    return length < 0 ? null : in.readText(length);
  }

  private static void bytes(WireWriter out, byte[] bytes) {
    if (bytes == null) {
      out.writeInt32(-1);
    } else {
      out.writeInt32(bytes.length);
      out.writeBytes(bytes);
    }
  }

  private static byte[] bytes(WireReader in) {
    int length = in.readLength32();
    return length < 0 ? null : in.readBytes(length);
  }

  private static void buffer(WireWriter out, Buffer buffer) {
    bytes(out, buffer == null ? null : buffer.getBytes());
  }

  private static Buffer buffer(WireReader in) {
    byte[] bytes = bytes(in);
    return bytes == null ? null : Buffer.buffer(bytes);
  }

  /** What every record has. */
  record Content(Buffer key, Buffer value, List<Header> headers) {
    static Content read(WireReader in) {
      return new Content(buffer(in), buffer(in), WireForm.headers(in));
    }

    void write(WireWriter out) {
      buffer(out, key);
      buffer(out, value);
      WireForm.headers(out, headers);
    }
  }

  private static void headers(WireWriter out, List<Header> headers) {
    out.writeInt32(headers.size());
    for (Header header : headers) {
      text(out, header.key());
      bytes(out, header.value());
    }
  }

  private static List<Header> headers(WireReader in) {
    int count = in.readLength32();
    List<Header> headers = new ArrayList<>(Math.max(0, Math.min(count, 64)));
    for (int i = 0; i < count; i++) {
      headers.add(new Header(text(in), bytes(in)));
    }
    return headers;
  }
}
