package io.kafkavertx.internal.net;

import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.protocol.wire.ProtocolException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The requests that one connection has taken and not finished, in the order in which they were
 * sent.
 */
final class InFlight {
  private final EventLoop loop;
  private final ArrayDeque<PendingRequest<?>> awaitingAnswer = new ArrayDeque<>();

  /** Produce requests with acks=0: nobody answers them, they are done when they have left. */
  private final ArrayDeque<PendingRequest<?>> awaitingDeparture = new ArrayDeque<>();

  private final DeadlineTimer deadlines;
  private final Consumer<PendingRequest<?>> expired;

  /**
   * @param expired told of a request whose deadline has passed; it must end the connection
   */
  InFlight(EventLoop loop, Consumer<PendingRequest<?>> expired) {
    this.loop = loop;
    this.expired = expired;
    this.deadlines = new DeadlineTimer(loop, this::expire);
  }

  int size() {
    return awaitingAnswer.size() + awaitingDeparture.size();
  }

  void add(PendingRequest<?> request) {
    request.sentAt = loop.nanoTime();
    (request.expectsResponse() ? awaitingAnswer : awaitingDeparture).add(request);
    deadlines.include(request.deadline());
  }

  /** What has been queued is about to be handed to the operating system. */
  void leaving() {
    awaitingAnswer.forEach(InFlight::leaving);
    awaitingDeparture.forEach(InFlight::leaving);
  }

  private static void leaving(PendingRequest<?> request) {
    if (request.written == Written.NOTHING) {
      request.written = Written.PARTLY;
    }
  }

  /** All of the request has left. Returns true when it is done by that. */
  boolean left(PendingRequest<?> request) {
    request.written = Written.ALL;
    return awaitingDeparture.remove(request);
  }

  /** The request that the next answer belongs to; null when none is expected. */
  PendingRequest<?> head() {
    return awaitingAnswer.peek();
  }

  /** The first request has been answered. */
  void answered() {
    awaitingAnswer.remove();
  }

  /**
   * Reads an answer, which can only be that to the first request.
   *
   * @throws ProtocolException when it is not
   */
  ApiResponse decode(ByteSlice frame) {
    PendingRequest<?> request = awaitingAnswer.peek();
    int correlationId = FrameCodec.correlationId(frame);
    if (request == null) {
      throw new ProtocolException(
          "an answer with correlation id " + correlationId + " came, but none was asked for");
    }
    if (correlationId != request.correlationId) {
      throw new ProtocolException(
          "an answer with correlation id "
              + correlationId
              + " came in place of that to "
              + request);
    }
    try {
      return FrameCodec.decode(
          frame, request.api(), request.request().newResponse(), request.version);
    } catch (ProtocolException e) {
      throw new ProtocolException("the answer to " + request + ": " + e.getMessage(), e);
    }
  }

  private long expire(long now) {
    long next = DeadlineTimer.NONE;
    for (ArrayDeque<PendingRequest<?>> queue : List.of(awaitingAnswer, awaitingDeparture)) {
      for (PendingRequest<?> request : queue) {
        if (request.deadline() <= now) {
          expired.accept(request);
          return DeadlineTimer.NONE;
        }
        next = Math.min(next, request.deadline());
      }
    }
    return next;
  }

  /** The connection has ended: gives away everything. */
  List<PendingRequest<?>> clear() {
    deadlines.close();
    List<PendingRequest<?>> all = new ArrayList<>(awaitingAnswer);
    all.addAll(awaitingDeparture);
    awaitingAnswer.clear();
    awaitingDeparture.clear();
    return all;
  }
}
