package io.kafkavertx.protocol.record;

/**
 * A compressed message of magic 0 or 1 that holds compressed messages: what some old producers made
 * by mistake. Nothing in it is lost, but brokers and clients take the inner ones for one record.
 */
public final class DoublyCompressedException extends CorruptRecordsException {
  private static final long serialVersionUID = 1L;

  DoublyCompressedException(long baseOffset, long nextOffset) {
    super("a message inside is compressed again", baseOffset, nextOffset);
  }
}
