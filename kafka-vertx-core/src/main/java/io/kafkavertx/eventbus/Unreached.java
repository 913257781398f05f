package io.kafkavertx.eventbus;

import io.kafkavertx.KafkaException;
import io.vertx.core.VertxException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Tells failures of the bus from those of a handler: a record that no handler has seen is not to
 * blame. One of them is somebody's mistake and does not pass by itself, so it is told.
 */
final class Unreached implements Predicate<Throwable> {
  /** How Vert.x answers for a handler that has gone, or has paused and has too many waiting. */
  private static final String DISCARDED = "Discarded the request";

  private final boolean waits;
  private final String address;
  private final Consumer<Throwable> report;
  private long unreadable;

  /**
   * @param waits whether such records wait; otherwise the attempt counts
   * @param report told of nodes that cannot read what they are sent: the first time, and each time
   *     when there have been twice as many since
   */
  Unreached(boolean waits, String address, Consumer<Throwable> report) {
    this.waits = waits;
    this.address = address;
    this.report = report;
  }

  @Override
  public boolean test(Throwable failure) {
    if (failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.ERROR) {
      tell(reply);
    }
    return waits && isUnreached(failure);
  }

  /** No handler has had the message. */
  static boolean isUnreached(Throwable failure) {
    if (failure instanceof ReplyException reply) {
      return switch (reply.failureType()) {
        case NO_HANDLERS, ERROR -> true;
        case TIMEOUT -> reply.getMessage() != null && reply.getMessage().startsWith(DISCARDED);
        case RECIPIENT_FAILURE -> false;
      };
    }
    // The connection to another node, or the registry of the cluster.
    return failure instanceof IOException || failure instanceof VertxException;
  }

  private void tell(ReplyException reply) {
    unreadable++;
    if (Long.bitCount(unreadable) == 1) {
      report.accept(
          new KafkaException(
              "a node of the cluster with a handler at "
                  + address
                  + " cannot read records ("
                  + reply.getMessage()
                  + "; "
                  + unreadable
                  + (unreadable == 1 ? " time" : " times")
                  + " so far): call EventBusRecords.register(vertx) on that node before its handlers"
                  + " are registered, or use body JSON or VALUE",
              reply));
    }
  }
}
