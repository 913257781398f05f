package io.kafkavertx.tests.support;

import io.kafkavertx.KafkaException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What a broker shows only when it has heard of it from the controller, which has answered before.
 */
public final class Eventually {
  /** Something that is to be true. */
  public interface Check {
    void run() throws Exception;
  }

  private Eventually() {}

  /** Checks again and again until it holds; the last failure ends it. */
  public static void eventually(Check check) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        check.run();
        return;
      } catch (AssertionError | KafkaException | ExecutionException e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }
}
