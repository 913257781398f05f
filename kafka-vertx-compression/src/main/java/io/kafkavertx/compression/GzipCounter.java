package io.kafkavertx.compression;

import io.kafkavertx.spi.OutputLimitException;
import java.util.zip.Inflater;

/** Tells how much gzip data becomes, without keeping it. */
final class GzipCounter {
  private final Inflater inflater = new Inflater(true);
  private final byte[] thrownAway = new byte[8192];

  /**
   * Counts all members from {@code from} on.
   *
   * @throws OutputLimitException when there are more bytes than {@code limit}
   */
  int count(byte[] source, int from, int end, int limit) {
    int total = 0;
    int at = from;
    do {
      int data = GzipCodec.skipHeader(source, at, end);
      inflater.reset();
      inflater.setInput(source, data, end - data);
      while (!inflater.finished()) {
        int count = GzipCodec.inflate(inflater, thrownAway, 0, thrownAway.length);
        if (count > limit - total) {
          throw new OutputLimitException(limit);
        }
        total += count;
      }
      at = end - inflater.getRemaining() + GzipCodec.TRAILER;
    } while (at < end);
    return total;
  }

  void close() {
    inflater.end();
  }
}
