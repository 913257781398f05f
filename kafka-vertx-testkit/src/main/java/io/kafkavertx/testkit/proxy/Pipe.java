package io.kafkavertx.testkit.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * One direction of one connection: bytes go through the flows of the faults into a queue, each with
 * the time when it is due, and from there to the peer. The queue is what keeps them in order.
 * Confined to the proxy's event loop.
 */
final class Pipe {
  private static final int MAX_QUEUED = 1 << 20;
  private static final long HELD = Long.MAX_VALUE;

  /** Bytes, or an ending when bytes is null. */
  private record Piece(Buffer bytes, Ending ending, long due) {}

  private final Vertx vertx;
  private final NetSocket from;
  private final NetSocket to;
  private final Consumer<Ending> onEnd;
  private final Consumer<Integer> onSent;
  private final Deque<Piece> queue = new ArrayDeque<>();
  private List<Fault.Flow> flows = List.of();
  private long lastDue = System.nanoTime();
  private long queued;
  private long timer = -1;
  private Ending sourceEnding;
  private boolean ended;

  Pipe(
      Vertx vertx, NetSocket from, NetSocket to, Consumer<Ending> onEnd, Consumer<Integer> onSent) {
    this.vertx = vertx;
    this.from = from;
    this.to = to;
    this.onEnd = onEnd;
    this.onSent = onSent;
    to.drainHandler(v -> drain());
  }

  /**
   * Other faults from now on; what was held goes its way, what is on its way is not called back.
   */
  void faults(List<Fault> faults) {
    List<Fault.Flow> begun = new ArrayList<>();
    faults.forEach(fault -> begun.add(fault.begin()));
    flows = begun;
    long now = System.nanoTime();
    Deque<Piece> held = new ArrayDeque<>();
    while (!queue.isEmpty() && queue.peekLast().due == HELD) {
      held.addFirst(queue.removeLast());
    }
    lastDue = queue.isEmpty() ? now : queue.peekLast().due;
    held.forEach(p -> queue.addLast(new Piece(p.bytes, p.ending, Math.max(now, lastDue))));
    if (sourceEnding != null) {
      // A fault may have swallowed it. If it is still on its way, the first one counts.
      new Stage(0, 0, 0).end(sourceEnding);
    }
    drain();
  }

  void accept(Buffer bytes) {
    new Stage(0, 0, 0).send(bytes);
    drain();
  }

  /** The sender has ended its side. */
  void sourceEnded(Ending ending) {
    sourceEnding = ending;
    new Stage(0, 0, 0).end(ending);
    drain();
  }

  private void add(Buffer bytes, Ending ending, long delay, long gap, boolean hold) {
    if (ended) {
      return;
    }
    long now = System.nanoTime();
    if (hold || lastDue == HELD) {
      lastDue = HELD;
    } else {
      lastDue = Math.max(lastDue, now + delay) + gap;
    }
    queue.addLast(new Piece(bytes, ending, lastDue));
    queued += bytes == null ? 0 : bytes.length();
  }

  private void drain() {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
    while (!ended && !queue.isEmpty() && queue.peekFirst().due <= System.nanoTime()) {
      if (to.writeQueueFull()) {
        break;
      }
      deliver(queue.removeFirst());
    }
    if (ended) {
      return;
    }
    if (!queue.isEmpty() && queue.peekFirst().due != HELD && !to.writeQueueFull()) {
      long wait = queue.peekFirst().due - System.nanoTime();
      timer = vertx.setTimer(Math.max(1, Duration.ofNanos(wait).toMillis()), id -> onTimer());
    }
    if (queued > MAX_QUEUED) {
      from.pause();
    } else {
      from.resume();
    }
  }

  private void onTimer() {
    timer = -1;
    drain();
  }

  private void deliver(Piece piece) {
    if (piece.bytes == null) {
      ended = true;
      onEnd.accept(piece.ending);
      return;
    }
    queued -= piece.bytes.length();
    to.write(piece.bytes);
    onSent.accept(piece.bytes.length());
  }

  void close() {
    ended = true;
    queue.clear();
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  /**
   * What a flow sees: the flows behind it, and the time that the flows before it have asked for.
   */
  private final class Stage implements Fault.Way {
    private final int next;
    private final long delay;
    private final long gap;
    private final boolean held;

    Stage(int next, long delay, long gap) {
      this(next, delay, gap, false);
    }

    Stage(int next, long delay, long gap, boolean held) {
      this.next = next;
      this.delay = delay;
      this.gap = gap;
      this.held = held;
    }

    private void pass(Buffer bytes, Stage behind) {
      if (next < flows.size()) {
        flows.get(next).onBytes(bytes, behind);
      } else {
        add(bytes, null, behind.delay, behind.gap, behind.held);
      }
    }

    @Override
    public void send(Buffer bytes) {
      pass(bytes, new Stage(next + 1, delay, gap, held));
    }

    @Override
    public void sendLater(Buffer bytes, Duration time) {
      pass(bytes, new Stage(next + 1, delay + time.toNanos(), gap, held));
    }

    @Override
    public void sendAfterGap(Buffer bytes, Duration time) {
      pass(bytes, new Stage(next + 1, delay, gap + time.toNanos(), held));
    }

    @Override
    public void hold(Buffer bytes) {
      pass(bytes, new Stage(next + 1, delay, gap, true));
    }

    @Override
    public void end(Ending ending) {
      Stage behind = new Stage(next + 1, delay, gap, held);
      if (next < flows.size()) {
        flows.get(next).onEnd(ending, behind);
      } else {
        add(null, ending, delay, gap, held);
      }
    }
  }
}
