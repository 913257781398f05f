package io.kafkavertx.testkit.sim;

import io.kafkavertx.protocol.wire.ByteSlice;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One direction of a connection: the sender's queue, its operating system's buffer, the wire, and
 * the receiver.
 *
 * <p>Bytes are copied when the simulated operating system takes them, not before: who changes a
 * buffer too early sends garbage.
 */
final class SimPipe {
  private final SimWorld world;
  private final SimConnection connection;
  private final Direction direction;
  private final RandomGenerator random;
  private final LinkConditions conditions;
  private final SimChannel receiver;
  private final Deque<Item> queue = new ArrayDeque<>();
  private final Deque<Transit> wire = new ArrayDeque<>();
  private SimChannel sender;
  private int flushed;
  private int queuedBytes;
  private int kernelBytes;
  private long lineFreeAt;
  private long lastArrival;
  private boolean blackHole;
  private boolean senderDone;
  private boolean dead;

  SimPipe(
      SimConnection connection,
      Direction direction,
      RandomGenerator random,
      LinkConditions conditions,
      SimChannel receiver) {
    this.world = connection.world();
    this.connection = connection;
    this.direction = direction;
    this.random = random;
    this.conditions = conditions;
    this.receiver = receiver;
  }

  void sender(SimChannel channel) {
    sender = channel;
  }

  void write(List<ByteSlice> segments, int bytes, Promise<Void> promise) {
    queue.add(new Item(segments, bytes, promise));
    queuedBytes += bytes;
  }

  void flush() {
    flushed = queue.size();
    fillKernel();
  }

  int queuedBytes() {
    return queuedBytes;
  }

  boolean isIdle() {
    return queue.isEmpty() && wire.isEmpty();
  }

  /** What the operating system has taken still arrives, then the end; nothing else is taken. */
  void endOfStream() {
    if (!senderDone) {
      send(null);
      senderDone = true;
    }
  }

  /** The sender is gone: what it has written and the operating system has not taken fails. */
  void abandon() {
    endOfStream();
    failQueue(new IOException("the connection was closed with this write in the queue"));
  }

  /** Nothing arrives any more. */
  void kill(Throwable cause) {
    dead = true;
    senderDone = true;
    wire.forEach(transit -> transit.cancel());
    wire.clear();
    failQueue(cause);
  }

  /** A random part of what is under way arrives now, the rest never. */
  void deliverPart() {
    if (blackHole) {
      return;
    }
    int chunks = wire.isEmpty() ? 0 : random.nextInt(wire.size() + 1);
    for (int i = 0; i < chunks; i++) {
      Transit transit = wire.poll();
      transit.cancel();
      byte[] bytes = transit.bytes;
      if (bytes == null) {
        return;
      }
      int length = i == chunks - 1 ? random.nextInt(bytes.length + 1) : bytes.length;
      receiver.arrived(java.util.Arrays.copyOf(bytes, length));
    }
  }

  /**
   * While on, what is sent stays under way; it arrives when the hole is gone, as TCP's repeats
   * would.
   */
  void blackHole(boolean on) {
    blackHole = on;
    if (!on) {
      lastArrival = Math.max(lastArrival, world.nanoTime());
      for (Transit transit : wire) {
        transit.cancel();
        schedule(transit);
      }
    }
  }

  private void fillKernel() {
    while (flushed > 0 && !senderDone && kernelBytes < conditions.sendBuffer()) {
      Item item = queue.peek();
      byte[] taken = item.take(Math.min(chunk(), conditions.sendBuffer() - kernelBytes));
      queuedBytes -= taken.length;
      send(taken);
      if (item.isTaken()) {
        queue.poll();
        flushed--;
        sender.execute(() -> item.promise.tryComplete());
      }
    }
  }

  private int chunk() {
    // Mostly whole pieces, sometimes tiny ones: both shapes find bugs.
    return random.nextInt(4) == 0
        ? 1 + random.nextInt(conditions.chunkBytes())
        : conditions.chunkBytes();
  }

  private void send(byte[] bytes) {
    if (dead) {
      return;
    }
    int length = bytes == null ? 0 : bytes.length;
    world.sent(connection, direction, bytes);
    kernelBytes += length;
    lineFreeAt =
        Math.max(lineFreeAt, world.nanoTime())
            + length * 1_000_000_000L / conditions.bytesPerSecond();
    if (length > 0) {
      world.scheduleNanos(lineFreeAt - world.nanoTime(), () -> leftKernel(length));
    }
    Transit transit = new Transit(bytes);
    wire.add(transit);
    if (!blackHole) {
      schedule(transit);
    }
  }

  private void leftKernel(int length) {
    kernelBytes -= length;
    if (!dead) {
      boolean wasFull = queuedBytes > 0;
      fillKernel();
      if (wasFull && queuedBytes == 0) {
        sender.drained();
      }
    }
  }

  private void schedule(Transit transit) {
    long arrival = Math.max(lineFreeAt, world.nanoTime()) + conditions.drawDelay(random);
    lastArrival = Math.max(arrival, lastArrival + 1);
    transit.event = world.scheduleNanos(lastArrival - world.nanoTime(), this::arrive);
  }

  private void arrive() {
    if (blackHole || wire.isEmpty()) {
      return;
    }
    Transit transit = wire.poll();
    if (transit.bytes == null) {
      receiver.endArrived();
    } else {
      receiver.arrived(transit.bytes);
    }
  }

  private void failQueue(Throwable cause) {
    List<Item> lost = new ArrayList<>(queue);
    queue.clear();
    flushed = 0;
    queuedBytes = 0;
    for (Item item : lost) {
      sender.execute(() -> item.promise.tryFail(cause));
    }
  }

  private static final class Transit {
    private final byte[] bytes;
    private SimEvent event;

    Transit(byte[] bytes) {
      this.bytes = bytes;
    }

    void cancel() {
      if (event != null) {
        event.cancel();
      }
    }
  }

  private static final class Item {
    private final List<ByteSlice> segments;
    private final int bytes;
    private final Promise<Void> promise;
    private int taken;

    Item(List<ByteSlice> segments, int bytes, Promise<Void> promise) {
      this.segments = segments;
      this.bytes = bytes;
      this.promise = promise;
    }

    boolean isTaken() {
      return taken == bytes;
    }

    byte[] take(int wanted) {
      byte[] copy = new byte[Math.min(wanted, bytes - taken)];
      int from = taken;
      int filled = 0;
      for (ByteSlice segment : segments) {
        if (from >= segment.length()) {
          from -= segment.length();
          continue;
        }
        int count = Math.min(segment.length() - from, copy.length - filled);
        System.arraycopy(segment.array(), segment.offset() + from, copy, filled, count);
        filled += count;
        from = 0;
        if (filled == copy.length) {
          break;
        }
      }
      taken += copy.length;
      return copy;
    }
  }
}
