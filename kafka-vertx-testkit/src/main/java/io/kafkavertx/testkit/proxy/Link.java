package io.kafkavertx.testkit.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.List;

/**
 * One client's connection and the broker's connection behind it. Confined to the proxy's event
 * loop.
 */
final class Link {
  /** After a FIN the peer has this long to close its side, too. */
  private static final long LINGER_MILLIS = 2_000;

  private final Vertx vertx;
  private final NetSocket client;
  private final NetSocket broker;
  private final Pipe toBroker;
  private final Pipe toClient;
  private final Runnable onClosed;
  private boolean closed;

  Link(Vertx vertx, NetSocket client, NetSocket broker, Traffic traffic, Runnable onClosed) {
    this.vertx = vertx;
    this.client = client;
    this.broker = broker;
    this.onClosed = onClosed;
    toBroker = new Pipe(vertx, client, broker, this::end, n -> traffic.add(Direction.TO_BROKER, n));
    toClient = new Pipe(vertx, broker, client, this::end, n -> traffic.add(Direction.TO_CLIENT, n));
    attach(client, toBroker);
    attach(broker, toClient);
  }

  private void attach(NetSocket source, Pipe pipe) {
    boolean[] failed = {false};
    source.handler(pipe::accept);
    source.exceptionHandler(e -> failed[0] = true);
    // Not the close handler: that one may overtake bytes that were read and not handed over yet.
    source.endHandler(v -> pipe.sourceEnded(failed[0] ? Ending.RESET : Ending.FIN));
  }

  void faults(Direction direction, List<Fault> faults) {
    (direction == Direction.TO_BROKER ? toBroker : toClient).faults(faults);
  }

  /** Ends both sides, whatever is still on its way. */
  void end(Ending ending) {
    if (closed) {
      return;
    }
    closed = true;
    toBroker.close();
    toClient.close();
    end(vertx, client, ending);
    end(vertx, broker, ending);
    onClosed.run();
  }

  static void end(Vertx vertx, NetSocket socket, Ending ending) {
    Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
    if (!channel.isOpen()) {
      return;
    }
    if (ending == Ending.RESET) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      socket.close();
      return;
    }
    // To close while the peer's bytes lie unread makes a system send a reset. So only our side ends
    // first, and what
    // still comes in is read and thrown away until the peer has closed its side.
    socket.handler(bytes -> {});
    socket.endHandler(v -> {});
    socket.exceptionHandler(e -> {});
    socket.resume();
    long timer = vertx.setTimer(LINGER_MILLIS, id -> socket.close());
    socket.closeHandler(v -> vertx.cancelTimer(timer));
    // Behind the writes that are still in the channel's own queue.
    socket
        .write(io.vertx.core.buffer.Buffer.buffer())
        .onComplete(
            written -> {
              if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput().addListener(shut -> {});
              } else {
                socket.close();
              }
            });
  }
}
