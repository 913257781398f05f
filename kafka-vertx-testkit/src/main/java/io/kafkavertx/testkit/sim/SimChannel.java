package io.kafkavertx.testkit.sim;

import io.kafkavertx.internal.net.FrameAssembler;
import io.kafkavertx.internal.net.Transport;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.protocol.wire.ProtocolException;
import io.kafkavertx.protocol.wire.WireWriter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One end of a simulated connection. */
public final class SimChannel implements Transport.Channel {
  private static final int QUEUE_LIMIT = 256 * 1024;

  private final SimEventLoop loop;
  private final SimConnection connection;
  private final FrameAssembler reader;
  private final Deque<byte[]> inbox = new ArrayDeque<>();
  private Transport.ChannelListener listener;
  private SimPipe out;
  private boolean reading = true;
  private boolean endArrived;
  private boolean draining;
  private boolean wasFull;
  private boolean closed;

  SimChannel(SimEventLoop loop, SimConnection connection, int frameLimit) {
    this.loop = loop;
    this.connection = connection;
    this.reader =
        new FrameAssembler(frameLimit, loop.frames()::take, frame -> listenerFrame(frame));
  }

  void open(SimPipe outPipe, Transport.ChannelListener newListener) {
    out = outPipe;
    listener = newListener;
  }

  @Override
  public Future<Void> write(List<ByteSlice> segments) {
    int bytes = segments.stream().mapToInt(ByteSlice::length).sum();
    WireWriter size = new WireWriter(16);
    size.writeInt32(bytes);
    List<ByteSlice> all = new ArrayList<>(segments.size() + 1);
    all.addAll(size.segments());
    all.addAll(segments);
    return enqueue(all, bytes + 4);
  }

  /** Queues bytes as they are, without a frame's size. */
  public Future<Void> writeRaw(byte[] bytes) {
    return enqueue(List.of(ByteSlice.of(bytes)), bytes.length);
  }

  private Future<Void> enqueue(List<ByteSlice> segments, int bytes) {
    if (closed) {
      return Future.failedFuture(new IOException("the connection is closed"));
    }
    Promise<Void> promise = Promise.promise();
    out.write(segments, bytes, promise);
    wasFull |= isWriteQueueFull();
    return promise.future();
  }

  @Override
  public void flush() {
    if (!closed) {
      out.flush();
    }
  }

  @Override
  public boolean isWriteQueueFull() {
    return out.queuedBytes() > QUEUE_LIMIT;
  }

  @Override
  public void frameLimit(int bytes) {
    reader.limit(bytes);
  }

  @Override
  public void reading(boolean on) {
    reading = on;
    drainSoon();
  }

  @Override
  public void close() {
    closedBecause(null);
  }

  /** Ends the connection as {@code SO_LINGER 0} does: the other end sees a reset. */
  public void reset() {
    connection.cut(Cut.RESET);
  }

  /** The connection that this is an end of. */
  public SimConnection connection() {
    return connection;
  }

  boolean isOf(SimEventLoop other) {
    return loop == other;
  }

  boolean isClosed() {
    return closed;
  }

  void execute(Runnable task) {
    loop.execute(task);
  }

  void arrived(byte[] bytes) {
    if (!closed && bytes.length > 0) {
      inbox.add(bytes);
      drainSoon();
    }
  }

  void endArrived() {
    endArrived = true;
    drainSoon();
  }

  void drained() {
    if (wasFull && !closed) {
      wasFull = false;
      loop.execute(
          () -> {
            if (!closed) {
              listener.writable();
            }
          });
    }
  }

  /** The connection is gone, whatever was under way. */
  void broken(Throwable cause) {
    // What had arrived before the end is still read, as the operating system would hand it over.
    loop.execute(
        () -> {
          drain();
          closedBecause(cause);
        });
  }

  private void drainSoon() {
    if (!draining && !closed) {
      draining = true;
      loop.execute(
          () -> {
            draining = false;
            drain();
          });
    }
  }

  private void drain() {
    try {
      while (reading && !closed && !inbox.isEmpty()) {
        byte[] bytes = inbox.poll();
        reader.accept(ByteBuffer.wrap(bytes));
      }
    } catch (ProtocolException e) {
      closedBecause(e);
    }
    if (reading && endArrived && inbox.isEmpty()) {
      close();
    }
  }

  private void listenerFrame(ByteSlice frame) {
    if (!closed) {
      listener.frame(frame);
    }
  }

  private void closedBecause(Throwable cause) {
    if (closed) {
      return;
    }
    closed = true;
    inbox.clear();
    out.abandon();
    connection.endClosed();
    loop.execute(() -> listener.closed(cause));
  }
}
