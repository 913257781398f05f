package io.kafkavertx.spi;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A header of a record (KIP-82).
 *
 * @param key never null
 * @param value may be null; shared, not to be changed
 */
public record Header(String key, byte[] value) {
  public Header {
    Objects.requireNonNull(key, "a header needs a key");
  }

  /** A header whose value is UTF-8 text. */
  public static Header of(String key, String value) {
    return new Header(key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  /** The value as UTF-8 text, null when there is none. */
  public String text() {
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Header that
        && key.equals(that.key)
        && java.util.Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + java.util.Arrays.hashCode(value);
  }

  /** Without the value, which may be a secret. */
  @Override
  public String toString() {
    return key;
  }
}
