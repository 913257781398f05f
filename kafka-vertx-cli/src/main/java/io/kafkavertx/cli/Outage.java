package io.kafkavertx.cli;

import io.kafkavertx.ConsumerState;
import io.kafkavertx.KafkaConsumer;
import java.time.Duration;

/** Tells when there is no broker any more, and when there is one again. */
final class Outage {
  private static final long PATIENCE_NANOS = 2_000_000_000L;

  private final Session session;
  private final KafkaConsumer<?, ?> consumer;
  private final Progress progress;
  private final boolean forever;
  private final long start = System.nanoTime();
  private long since = -1;
  private boolean told;

  /**
   * @param forever whether to wait for as long as it takes
   */
  Outage(Session session, KafkaConsumer<?, ?> consumer, Progress progress, boolean forever) {
    this.session = session;
    this.consumer = consumer;
    this.progress = progress;
    this.forever = forever;
  }

  void check() {
    ConsumerState state = session.await(consumer.state());
    long now = System.nanoTime() - start;
    if (state.connected()) {
      if (told) {
        tell("connected again.");
      }
      since = -1;
      told = false;
      return;
    }
    since = since < 0 ? now : since;
    Duration lasted = Duration.ofNanos(now - since);
    if (!told && now - since >= PATIENCE_NANOS) {
      tell("the brokers are gone; waiting until one is back. Ctrl-C ends it.");
      told = true;
    }
    if (!forever && lasted.compareTo(session.settings().timeout()) > 0) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "the brokers went away, and none has come back for "
              + Figures.time(lasted)
              + ". What was printed so far is complete up to there. --timeout sets how long to"
              + " wait; with --follow it is for ever.");
    }
  }

  private void tell(String text) {
    progress.clear();
    session.terminal().err().println("consume: " + text);
  }
}
