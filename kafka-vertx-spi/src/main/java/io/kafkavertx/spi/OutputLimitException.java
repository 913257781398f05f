package io.kafkavertx.spi;

/**
 * More output than the limit allows: a decompression bomb, or a limit that is too small for the
 * data.
 */
public final class OutputLimitException extends CodecException {
  private static final long serialVersionUID = 1L;

  public OutputLimitException(int limit) {
    super("the output is larger than the limit of " + limit + " bytes");
  }
}
