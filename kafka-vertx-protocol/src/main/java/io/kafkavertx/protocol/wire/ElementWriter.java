package io.kafkavertx.protocol.wire;

/**
 * Writes a structure.
 *
 * @param <T> its type
 */
@FunctionalInterface
public interface ElementWriter<T> {
  /** Writes {@code element} in the form of {@code version}. */
  void write(T element, WireWriter out, short version);
}
