package io.kafkavertx.protocol.wire;

/**
 * Reads a structure.
 *
 * @param <T> its type
 */
@FunctionalInterface
public interface ElementReader<T> {
  /** Reads one structure in the form of {@code version}. */
  T read(WireReader in, short version);
}
