package io.kafkavertx.cli;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.Header;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A format string in the manner of kcat, parsed once: see the help of {@code consume}. */
final class FormatString implements RecordPrinter {
  private final List<RecordPrinter> parts = new ArrayList<>();
  private final ByteForm keyForm;
  private final ByteForm valueForm;
  private final byte[] nothing;

  private FormatString(ByteForm keyForm, ByteForm valueForm, String nothing) {
    this.keyForm = keyForm;
    this.valueForm = valueForm;
    this.nothing = nothing.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param nothing what a null key or value looks like
   * @throws CliException when the string makes no sense
   */
  static FormatString parse(String text, ByteForm keyForm, ByteForm valueForm, String nothing) {
    FormatString format = new FormatString(keyForm, valueForm, nothing);
    ByteArrayOutputStream literal = new ByteArrayOutputStream();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 1 == text.length()) {
          throw wrong(text, "ends with a single %");
        }
        char token = text.charAt(i + 1);
        if (token == '%') {
          literal.write('%');
        } else {
          format.literal(literal);
          format.parts.add(format.token(token, text));
        }
        i += 2;
      } else if (c == '\\') {
        i += Escapes.read(text, i, literal);
      } else {
        int end = text.offsetByCodePoints(i, 1);
        literal.writeBytes(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end;
      }
    }
    format.literal(literal);
    return format;
  }

  private static CliException wrong(String text, String why) {
    return CliException.usage("the format string '" + text + "' " + why + ".");
  }

  private void literal(ByteArrayOutputStream bytes) {
    if (bytes.size() > 0) {
      byte[] fixed = bytes.toByteArray();
      parts.add((record, sink) -> sink.put(fixed));
      bytes.reset();
    }
  }

  private RecordPrinter token(char token, String text) {
    return switch (token) {
      case 't' -> (record, sink) -> sink.put(record.topic());
      case 'p' -> (record, sink) -> sink.put(record.partition());
      case 'o' -> (record, sink) -> sink.put(record.offset());
      case 'k' -> (record, sink) -> bytes(record.key(), keyForm, sink);
      case 'K' -> (record, sink) -> sink.put(length(record.key()));
      case 's', 'v' -> (record, sink) -> bytes(record.value(), valueForm, sink);
      case 'S', 'V' -> (record, sink) -> sink.put(length(record.value()));
      case 'T' -> (record, sink) -> sink.put(record.timestamp());
      case 'D' -> (record, sink) -> sink.put(date(record.timestamp()));
      case 'h' -> FormatString::headers;
      default ->
          throw wrong(text, "has '%" + token + "', and there is no such part; see consume --help");
    };
  }

  private void bytes(ByteSlice bytes, ByteForm form, ByteSink sink) {
    if (bytes == null) {
      sink.put(nothing);
    } else {
      form.put(bytes, sink);
    }
  }

  private static long length(ByteSlice bytes) {
    return bytes == null ? -1 : bytes.length();
  }

  private static String date(long timestamp) {
    return timestamp < 0 ? "-" : Instant.ofEpochMilli(timestamp).toString();
  }

  private static void headers(ConsumerRecord<ByteSlice, ByteSlice> record, ByteSink sink) {
    boolean first = true;
    for (Header header : record.headers()) {
      if (!first) {
        sink.putByte(',');
      }
      first = false;
      sink.put(header.key());
      sink.putByte('=');
      if (header.value() != null) {
        sink.put(header.value());
      }
    }
  }

  @Override
  public void print(ConsumerRecord<ByteSlice, ByteSlice> record, ByteSink sink) {
    for (RecordPrinter part : parts) {
      part.print(record, sink);
    }
  }
}
