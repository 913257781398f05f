package io.kafkavertx.internal.process;

import java.util.Arrays;

/** A key as it was stored: equal when the bytes are. */
final class KeyBytes {
  private final byte[] bytes;
  private final int hash;

  KeyBytes(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyBytes that && that.hash == hash && Arrays.equals(that.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
