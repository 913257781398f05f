package io.kafkavertx.testkit.scripted;

import io.kafkavertx.internal.net.FrameAssembler;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.protocol.wire.ProtocolException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.util.List;

/** A real socket of a scripted broker. */
final class SocketLink implements ClientLink {
  private static final int FRAME_LIMIT = 100 * 1024 * 1024;

  private final NetSocket socket;

  private SocketLink(NetSocket socket) {
    this.socket = socket;
  }

  /** Connects a new socket with a broker. */
  static void open(NetSocket socket, ScriptedBroker broker) {
    SocketLink link = new SocketLink(socket);
    if (!broker.isAlive()) {
      link.reset();
      return;
    }
    ScriptedConnection connection = broker.accept(link);
    FrameAssembler frames =
        new FrameAssembler(FRAME_LIMIT, byte[]::new, frame -> connection.frame(frame.array()));
    socket.handler(
        buffer -> {
          try {
            frames.accept(ByteBuffer.wrap(buffer.getBytes()));
          } catch (ProtocolException e) {
            connection.close();
          }
        });
    socket.closeHandler(nothing -> connection.linkClosed());
    // A reset by the client is part of the game.
    socket.exceptionHandler(failure -> {});
  }

  @Override
  public void send(List<ByteSlice> segments) {
    int size = segments.stream().mapToInt(ByteSlice::length).sum();
    Buffer frame = Buffer.buffer(size + 4).appendInt(size);
    segments.forEach(
        segment -> frame.appendBytes(segment.array(), segment.offset(), segment.length()));
    socket.write(frame);
  }

  @Override
  public void sendRaw(byte[] bytes) {
    socket.write(Buffer.buffer(bytes));
  }

  @Override
  public void close() {
    socket.close();
  }

  @Override
  public void reset() {
    Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
    try {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException e) {
      // The other end was faster: there is nothing left to reset.
      if (channel.isOpen()) {
        throw e;
      }
    }
    socket.close();
  }
}
