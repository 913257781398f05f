package io.kafkavertx.internal.net;

import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.net.ConnectionState.Closed;
import io.kafkavertx.internal.net.ConnectionState.Dialing;
import io.kafkavertx.internal.net.ConnectionState.Draining;
import io.kafkavertx.internal.net.ConnectionState.Ready;
import io.kafkavertx.internal.net.ConnectionState.Reauthenticating;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.protocol.wire.ProtocolException;
import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One connection to a broker, from the first dial to its end; see {@link ConnectionState}.
 *
 * <p>Answers come in the order of the requests, so that the head of the in-flight queue is the only
 * one that a frame can belong to: anything else poisons the connection, for nothing after it could
 * be trusted. On the loop only.
 */
final class BrokerConnection implements Transport.ChannelListener {
  /** The largest frame before authentication: nothing that a broker says by then is longer. */
  static final int HANDSHAKE_FRAME_LIMIT = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(BrokerConnection.class);

  /**
   * Whoever made the connection. Called on the loop, never from inside a call to the connection's
   * constructor.
   */
  interface Owner {
    /** The connection may be used. */
    void ready(BrokerConnection connection);

    /** {@link #canSend()} may have become true. */
    void room(BrokerConnection connection);

    /**
     * The connection has ended.
     *
     * @param cause null when nobody is to blame: idle, drained, or closed in an orderly way with
     *     nothing in flight
     * @param unsent requests that the broker cannot have seen all of, in order, for the owner to
     *     send again or to fail; when one before them may have been processed they have failed
     *     instead
     */
    void closed(BrokerConnection connection, Throwable cause, List<PendingRequest<?>> unsent);
  }

  final EventLoop loop;
  final ConnectionConfig config;
  final Transport.Address address;
  private Owner owner;
  private final BrokerMeters meters;
  private final Handshake handshake;
  private final InFlight inFlight;
  private ConnectionState state = new Dialing();
  private ConnectionState diedIn;
  private Transport.Channel channel;
  private EventLoop.Timer setupTimer;
  private EventLoop.Timer throttleTimer;
  private Consumer<byte[]> bareFrames;
  private BrokerVersions versions;
  private int nextCorrelationId;
  private boolean flushScheduled;
  private boolean encrypted;
  private boolean heard;
  private boolean answered;
  private long throttledUntil;
  private long lastActivity;

  BrokerConnection(
      EventLoop loop,
      ConnectionConfig config,
      Transport.Address address,
      VersionPlan plan,
      Owner owner,
      BrokerMeters meters) {
    this.loop = loop;
    this.config = config;
    this.address = address;
    this.owner = owner;
    this.meters = meters;
    this.handshake = new Handshake(this, plan);
    this.inFlight = new InFlight(loop, this::timedOut);
  }

  /** Somebody else uses the connection from now on. */
  void handTo(Owner next) {
    owner = next;
  }

  boolean isEncrypted() {
    return encrypted;
  }

  /** True when a request has been answered since the connection became ready. */
  boolean answered() {
    return answered;
  }

  /** Dials; either {@link Owner#ready} or {@link Owner#closed} follows within the time-out. */
  void open(Transport transport, long setupTimeoutNanos) {
    encrypted = transport.isEncrypted();
    lastActivity = loop.nanoTime();
    setupTimer = loop.schedule(setupTimeoutNanos, () -> setupTimedOut(setupTimeoutNanos));
    transport
        .connect(address, HANDSHAKE_FRAME_LIMIT, this)
        .onComplete(this::opened, failure -> close(ConnectFailure.of(this, failure)));
  }

  private void opened(Transport.Channel opened) {
    if (state instanceof Closed) {
      // Too late: the attempt was given up.
      opened.close();
      return;
    }
    channel = opened;
    handshake.start();
  }

  private void setupTimedOut(long timeoutNanos) {
    setupTimer = null;
    close(
        new ConnectionException(
            state instanceof Dialing ? Reason.CONNECT : Reason.TIMEOUT,
            Written.NOTHING,
            this
                + ": not ready after "
                + TimeUnit.NANOSECONDS.toMillis(timeoutNanos)
                + " ms, "
                + handshake.stage(state),
            null));
  }

  ConnectionState state() {
    return state;
  }

  /** The state before {@link Closed}. */
  ConnectionState diedIn() {
    return diedIn;
  }

  /** True when the other end has sent at least one frame. */
  boolean heard() {
    return heard;
  }

  BrokerVersions versions() {
    return versions;
  }

  long lastActivity() {
    return lastActivity;
  }

  int inFlight() {
    return inFlight.size();
  }

  /** True when a request may be sent now. */
  boolean canSend() {
    return state instanceof Ready
        && inFlight.size() < config.maxInFlight()
        && throttleTimer == null
        && !channel.isWriteQueueFull();
  }

  /** How long the broker has asked to be left alone; 0 when it has not. */
  long throttledNanos() {
    return throttleTimer == null ? 0 : Math.max(0, throttledUntil - loop.nanoTime());
  }

  /** Moves to the next state. */
  void become(ConnectionState next) {
    if (!state.allows(next)) {
      throw new IllegalStateException(
          this + ": from " + state + " to " + next + " is not possible");
    }
    state = next;
  }

  /** What the broker supports has been found out. */
  void negotiated(BrokerVersions found) {
    versions = found;
  }

  /** The handshake is over. */
  void becomeReady() {
    become(new Ready());
    setupTimer.cancel();
    setupTimer = null;
    bareFrames = null;
    lastActivity = loop.nanoTime();
    channel.frameLimit(config.frameLimit());
    meters.opened();
    owner.ready(this);
  }

  /** The session has been renewed: what has waited may go. */
  void becomeReadyAgain() {
    become(new Ready());
    roomMade();
  }

  /** True when the next answer is one to somebody's request, not to ours. */
  boolean owesOthers() {
    PendingRequest<?> head = inFlight.head();
    return head != null
        && head.api() != ApiKey.SASL_HANDSHAKE
        && head.api() != ApiKey.SASL_AUTHENTICATE;
  }

  /**
   * Sends a request in the highest version that both sides know. Call it only when {@link
   * #canSend()}.
   */
  void send(PendingRequest<?> request) {
    if (!canSend()) {
      throw new IllegalStateException(this + " cannot take " + request + " in " + state);
    }
    short version = versions.latest(request.api(), request.minVersion(), request.maxVersion());
    if (version < 0) {
      request.fail(ConnectFailure.unsupported(this, request));
      return;
    }
    write(request, version);
  }

  /** Sends a request of the connection's own, in any state; on another connection it is void. */
  <R extends ApiResponse> Future<R> call(ApiRequest<R> request, short version) {
    PendingRequest<R> pending = new PendingRequest<>(request, version, version, DeadlineTimer.NONE);
    pending.retried = true;
    write(pending, version);
    return pending.future();
  }

  private void write(PendingRequest<?> request, short version) {
    request.version = version;
    request.correlationId = nextCorrelationId;
    List<ByteSlice> frame;
    try {
      frame =
          FrameCodec.encode(
              request.api(), request.request(), version, nextCorrelationId, config.clientId());
    } catch (ProtocolException e) {
      request.fail(
          new UnsupportedVersionException(
              this
                  + ": "
                  + request.api()
                  + " v"
                  + version
                  + " cannot carry this request: "
                  + e.getMessage(),
              e));
      return;
    }
    nextCorrelationId = nextCorrelationId == Integer.MAX_VALUE ? 0 : nextCorrelationId + 1;
    lastActivity = loop.nanoTime();
    inFlight.add(request);
    meters.sent(frame);
    request.counted = channel.requestBegan(request.api(), version);
    channel.write(frame).onSuccess(done -> written(request));
    scheduleFlush();
  }

  private void written(PendingRequest<?> request) {
    channel.requestLeft(request.counted);
    if (inFlight.left(request)) {
      channel.requestAnswered(request.counted);
      request.succeed(request.request().newResponse());
      roomMade();
    }
  }

  /**
   * Sends bytes that are no request: SASL messages before 1.0.
   *
   * @param answer null when there will be none
   */
  void writeBare(byte[] message, Consumer<byte[]> answer) {
    bareFrames = answer;
    channel.write(List.of(ByteSlice.of(message)));
    scheduleFlush();
  }

  private void scheduleFlush() {
    if (!flushScheduled) {
      flushScheduled = true;
      loop.execute(this::flush);
    }
  }

  private void flush() {
    flushScheduled = false;
    if (!(state instanceof Closed)) {
      inFlight.leaving();
      channel.flush();
    }
  }

  @Override
  public void frame(ByteSlice frame) {
    if (state instanceof Closed) {
      return;
    }
    heard = true;
    lastActivity = loop.nanoTime();
    meters.received(frame.length());
    if (bareFrames != null) {
      Consumer<byte[]> receiver = bareFrames;
      bareFrames = null;
      receiver.accept(frame.toArray());
      return;
    }
    if (frame.length() == 0) {
      poison(new ProtocolException("a frame of 0 bytes was announced, which no broker sends"));
      return;
    }
    PendingRequest<?> request = inFlight.head();
    ApiResponse response;
    try {
      response = inFlight.decode(frame);
    } catch (ProtocolException e) {
      poison(e);
      return;
    }
    inFlight.answered();
    channel.requestAnswered(request.counted);
    answered |= state.isEstablished();
    meters.answered(request.api(), lastActivity - request.sentAt, response.throttleTimeMs());
    throttle(request, response.throttleTimeMs());
    request.succeed(response);
    roomMade();
  }

  private void poison(ProtocolException cause) {
    close(
        new ConnectionException(
            Reason.PROTOCOL,
            Written.ALL,
            this + " broke the protocol and has been closed: " + cause.getMessage(),
            cause));
  }

  private void throttle(PendingRequest<?> request, int throttleTimeMs) {
    long quiet = Throttling.quietNanos(request.api(), request.version, throttleTimeMs);
    if (quiet == 0) {
      return;
    }
    long until = loop.nanoTime() + quiet;
    if (throttleTimer != null) {
      if (until <= throttledUntil) {
        return;
      }
      throttleTimer.cancel();
    }
    throttledUntil = until;
    throttleTimer =
        loop.schedule(
            quiet,
            () -> {
              throttleTimer = null;
              roomMade();
            });
  }

  @Override
  public void writable() {
    roomMade();
  }

  private void roomMade() {
    if (state instanceof Draining && inFlight.size() == 0) {
      close(null);
    } else if (canSend()) {
      owner.room(this);
    }
  }

  /** Stops sending; the connection closes when what is in flight has been answered. */
  void drain() {
    if (state instanceof Ready || state instanceof Reauthenticating) {
      become(new Draining());
      roomMade();
    } else if (!(state instanceof Draining)) {
      close(null);
    }
  }

  private void timedOut(PendingRequest<?> request) {
    close(
        new ConnectionException(
            Reason.TIMEOUT,
            request.written,
            this
                + " has not answered "
                + request
                + " within "
                + TimeUnit.NANOSECONDS.toMillis(loop.nanoTime() - request.sentAt)
                + " ms; the connection has been closed",
            null));
  }

  @Override
  public void closed(Throwable cause) {
    if (state instanceof Closed) {
      return;
    }
    boolean idle = state instanceof Ready && inFlight.size() == 0;
    if (cause == null && (idle || (state instanceof Draining && inFlight.size() == 0))) {
      end(null);
    } else {
      end(ConnectFailure.ended(this, cause, handshake.stage(state)));
    }
  }

  /** Ends the connection now. */
  void close(Throwable cause) {
    if (state instanceof Closed) {
      return;
    }
    Transport.Channel open = channel;
    end(cause);
    if (open != null) {
      open.close();
    }
  }

  private void end(Throwable cause) {
    diedIn = state;
    become(new Closed(cause));
    if (setupTimer != null) {
      setupTimer.cancel();
    }
    if (throttleTimer != null) {
      throttleTimer.cancel();
    }
    handshake.dispose();
    if (diedIn.isEstablished()) {
      meters.closed();
    }
    LOG.debug(this + " closed" + (cause == null ? "" : ": " + cause.getMessage()));
    List<PendingRequest<?>> lost = inFlight.clear();
    lost.forEach(request -> channel.requestLost(request.counted));
    boolean handshaking = !diedIn.isEstablished();
    boolean nothingSeen = lost.stream().allMatch(r -> r.written != Written.ALL);
    if (handshaking || !nothingSeen) {
      owner.closed(this, cause, List.of());
      lost.forEach(request -> lost(request, cause));
    } else {
      owner.closed(this, cause, lost);
    }
  }

  private void lost(PendingRequest<?> request, Throwable cause) {
    Throwable failure = ConnectFailure.lost(this, request, cause);
    meters.lost(request.api(), failure);
    request.fail(failure);
  }

  @Override
  public String toString() {
    return "broker " + address;
  }
}
