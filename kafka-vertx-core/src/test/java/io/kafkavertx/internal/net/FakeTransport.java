package io.kafkavertx.internal.net;

import io.kafkavertx.protocol.wire.ByteSlice;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A network of one hop without delay, whose other end is a function. */
final class FakeTransport implements Transport {
  private final EventLoop loop;
  final List<FakeChannel> channels = new ArrayList<>();
  final List<Address> dialled = new ArrayList<>();
  int resolved;

  /** Gives the numeric addresses of a host; null for a name that does not resolve. */
  Function<String, List<String>> names = List::of;

  /**
   * Says how a dial ends: null lets it succeed, a failed future lets it fail, a pending one hangs.
   */
  Function<Address, Future<Void>> dial = address -> Future.succeededFuture();

  /** Takes each frame that arrives at the other end. */
  BiConsumer<FakeChannel, byte[]> peer = (channel, frame) -> {};

  FakeTransport(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public Future<List<Address>> resolve(String host, int port) {
    resolved++;
    List<String> found = names.apply(host);
    return found == null
        ? Future.failedFuture(new UnknownHostException(host))
        : Future.succeededFuture(found.stream().map(ip -> new Address(host, ip, port)).toList());
  }

  @Override
  public Future<Channel> connect(Address address, int frameLimit, ChannelListener listener) {
    dialled.add(address);
    return dial.apply(address)
        .map(
            ok -> {
              FakeChannel channel = new FakeChannel(address, listener);
              channels.add(channel);
              return channel;
            });
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  @Override
  public boolean isEncrypted() {
    return false;
  }

  FakeChannel last() {
    return channels.get(channels.size() - 1);
  }

  final class FakeChannel implements Channel {
    private record Queued(byte[] frame, Promise<Void> promise) {}

    final Address address;
    final List<byte[]> received = new ArrayList<>();
    private final ChannelListener listener;
    private final List<Queued> queue = new ArrayList<>();
    int flushes;
    boolean stuck;
    boolean full;
    boolean open = true;

    FakeChannel(Address address, ChannelListener listener) {
      this.address = address;
      this.listener = listener;
    }

    @Override
    public Future<Void> write(List<ByteSlice> segments) {
      int size = segments.stream().mapToInt(ByteSlice::length).sum();
      byte[] frame = new byte[size];
      int at = 0;
      for (ByteSlice segment : segments) {
        System.arraycopy(segment.array(), segment.offset(), frame, at, segment.length());
        at += segment.length();
      }
      Promise<Void> promise = Promise.promise();
      queue.add(new Queued(frame, promise));
      return promise.future();
    }

    @Override
    public void flush() {
      flushes++;
      if (stuck) {
        return;
      }
      List<Queued> leaving = List.copyOf(queue);
      queue.clear();
      for (Queued queued : leaving) {
        queued.promise.complete();
        received.add(queued.frame);
        loop.execute(
            () -> {
              if (open) {
                peer.accept(this, queued.frame);
              }
            });
      }
    }

    @Override
    public boolean isWriteQueueFull() {
      return full;
    }

    @Override
    public void frameLimit(int bytes) {}

    @Override
    public void reading(boolean on) {}

    @Override
    public void close() {
      hangUp(null);
    }

    /** The other end sends a frame. */
    void answer(byte[] frame) {
      loop.execute(
          () -> {
            if (open) {
              listener.frame(ByteSlice.of(frame));
            }
          });
    }

    /** The connection ends. */
    void hangUp(Throwable cause) {
      if (open) {
        open = false;
        loop.execute(() -> listener.closed(cause));
        queue.forEach(queued -> queued.promise.fail("closed"));
      }
    }
  }
}
