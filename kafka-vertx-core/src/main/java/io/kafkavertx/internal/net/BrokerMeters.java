package io.kafkavertx.internal.net;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.internal.metrics.Count;
import io.kafkavertx.internal.metrics.ErrorType;
import io.kafkavertx.internal.metrics.Instrument;
import io.kafkavertx.internal.metrics.Level;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.metrics.Metric;
import io.kafkavertx.internal.metrics.Spread;
import io.kafkavertx.internal.metrics.Tag;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.wire.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The measurements of one broker, over all connections to it. */
final class BrokerMeters {
  private static final int LENGTH_FIELD = 4;

  private final Meters meters;
  private final String broker;
  private final List<Instrument> held = new ArrayList<>();
  private final Level connections;
  private final Count opened;
  private final Count sent;
  private final Count received;
  private final Level inFlight;
  private final Spread[] durations = new Spread[ApiKey.values().length];
  private final Spread throttled;
  private final List<Failure> failures = new ArrayList<>();
  private int lastInFlight;
  private boolean closed;

  /** A counter of one kind of failure; the API is null for connections. */
  private record Failure(ApiKey api, String error, Count count) {}

  BrokerMeters(Meters meters, int nodeId) {
    this.meters = meters;
    this.broker = nodeId < 0 ? Tag.BOOTSTRAP : Integer.toString(nodeId);
    this.connections = keep(meters.level(Metric.CONNECTIONS, broker));
    this.opened = keep(meters.count(Metric.CONNECTIONS_OPENED, broker));
    this.sent = keep(meters.count(Metric.BYTES_SENT, broker));
    this.received = keep(meters.count(Metric.BYTES_RECEIVED, broker));
    this.throttled = keep(meters.spread(Metric.THROTTLE_DURATION, broker));
    this.inFlight = keep(meters.level(Metric.REQUESTS_IN_FLIGHT, broker));
  }

  private <I extends Instrument> I keep(I instrument) {
    held.add(instrument);
    return instrument;
  }

  /** A connection is ready. */
  void opened() {
    opened.add(1);
    connections.add(1);
  }

  /** A connection that was ready has ended. */
  void closed() {
    connections.add(-1);
  }

  /** A connection has failed, or an attempt to make one. */
  void failed(Throwable cause) {
    if (!(cause instanceof ClientClosedException)) {
      count(null, ErrorType.of(cause));
    }
  }

  /** A request has gone down with its connection. */
  void lost(ApiKey api, Throwable cause) {
    if (!(cause instanceof ClientClosedException)) {
      count(api, ErrorType.of(cause));
    }
  }

  private void count(ApiKey api, String error) {
    for (Failure failure : failures) {
      if (failure.api == api && failure.error.equals(error)) {
        failure.count.add(1);
        return;
      }
    }
    if (closed) {
      return;
    }
    Count count =
        api == null
            ? meters.count(Metric.CONNECTIONS_FAILED, broker, error)
            : meters.count(Metric.REQUESTS_FAILED, broker, api.name(), error);
    failures.add(new Failure(api, error, keep(count)));
    count.add(1);
  }

  void sent(List<ByteSlice> frame) {
    int bytes = LENGTH_FIELD;
    for (int i = 0; i < frame.size(); i++) {
      bytes += frame.get(i).length();
    }
    sent.add(bytes);
  }

  void received(int frameLength) {
    received.add(frameLength + LENGTH_FIELD);
  }

  void answered(ApiKey api, long nanos, int throttleMillis) {
    Spread duration = durations[api.ordinal()];
    if (duration == null && !closed) {
      duration = keep(meters.spread(Metric.REQUEST_DURATION, broker, api.name()));
      durations[api.ordinal()] = duration;
    }
    if (duration != null) {
      duration.record(nanos);
    }
    if (throttleMillis > 0) {
      throttled.record(TimeUnit.MILLISECONDS.toNanos(throttleMillis));
    }
  }

  void inFlight(int requests) {
    // By its change: the bootstrap addresses share one level.
    inFlight.add(requests - lastInFlight);
    lastInFlight = requests;
  }

  /** The broker has gone; what its last connections do is not told any more. */
  void close() {
    closed = true;
    inFlight(0);
    held.forEach(meters::release);
    held.clear();
  }
}
