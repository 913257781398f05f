package io.kafkavertx.testkit.scripted;

/** Hands out producer ids. */
final class ProducerIds {
  private long next = 4000;

  long next() {
    return next++;
  }
}
