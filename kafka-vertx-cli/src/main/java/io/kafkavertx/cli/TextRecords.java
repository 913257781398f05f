package io.kafkavertx.cli;

import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Header;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Records from lines of text: the value, or key and value with a delimiter between them.
 *
 * @param delimiter null: lines have no key
 * @param key of all records; null for none
 * @param nothing the text that stands for a null key or value; null when nothing does
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TextRecords(
    String topic,
    Integer partition,
    byte[] delimiter,
    byte[] key,
    List<Header> headers,
    ByteForm keyForm,
    ByteForm valueForm,
    String nothing)
    implements LineReader {

  @Override
  public ProducerRecord<byte[], byte[]> read(byte[] line) {
    byte[] recordKey = key;
    byte[] value = line;
    if (delimiter != null) {
      int at = find(line);
      if (at < 0) {
        throw new IllegalArgumentException("has no key delimiter");
      }
      recordKey = decode(Arrays.copyOf(line, at), keyForm, "key");
      value = Arrays.copyOfRange(line, at + delimiter.length, line.length);
    }
    return new ProducerRecord<>(
        topic, partition, null, recordKey, decode(value, valueForm, "value"), headers);
  }

  private byte[] decode(byte[] bytes, ByteForm form, String what) {
    if (nothing != null && Arrays.equals(bytes, nothing.getBytes(StandardCharsets.UTF_8))) {
      return null;
    }
    if (form == ByteForm.TEXT) {
      return bytes;
    }
    try {
      return form.parse(new String(bytes, StandardCharsets.US_ASCII).strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "has a " + what + " that is no " + form.name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  private int find(byte[] line) {
    for (int i = 0; i + delimiter.length <= line.length; i++) {
      if (Arrays.equals(line, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
        return i;
      }
    }
    return -1;
  }
}
