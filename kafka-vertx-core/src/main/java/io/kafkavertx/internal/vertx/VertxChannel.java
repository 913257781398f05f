package io.kafkavertx.internal.vertx;

import io.kafkavertx.internal.net.FrameAssembler;
import io.kafkavertx.internal.net.Transport;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.protocol.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.spi.metrics.ClientMetrics;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * An open socket. One copy in each direction: from the socket's buffers into the frame's array,
 * from the segments of a frame into one pooled direct buffer.
 */
final class VertxChannel implements Transport.Channel {
  private final NetSocketInternal socket;
  private final ChannelHandlerContext context;
  private final Transport.ChannelListener listener;
  private final Consumer<VertxChannel> onClosed;
  private final FrameAssembler assembler;

  /** Null when Vert.x measures nothing. */
  private final ClientMetrics<Object, Object, Object> counts;

  private Throwable failure;
  private boolean told;

  VertxChannel(
      NetSocketInternal socket,
      int frameLimit,
      IntFunction<byte[]> arrays,
      Transport.ChannelListener listener,
      Consumer<VertxChannel> onClosed,
      ClientMetrics<Object, Object, Object> counts) {
    this.socket = socket;
    this.counts = counts;
    this.context = socket.channelHandlerContext();
    this.listener = listener;
    this.onClosed = onClosed;
    this.assembler = new FrameAssembler(frameLimit, arrays, listener::frame);
    VertxCompat.messageHandler(socket, this::read);
    socket.exceptionHandler(this::failed);
    socket.closeHandler(ignored -> tell(failure));
    context.pipeline().addBefore(context.name(), "kafka-vertx", new Writability());
  }

  /** Vert.x only tells about its own write queue, which frames do not go through. */
  private final class Writability extends ChannelInboundHandlerAdapter {
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (ctx.channel().isWritable() && !told) {
        listener.writable();
      }
      ctx.fireChannelWritabilityChanged();
    }
  }

  private void read(Object message) {
    try {
      if (message instanceof ByteBuf bytes && !told) {
        accept(bytes);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void accept(ByteBuf bytes) {
    try {
      if (bytes.nioBufferCount() == 1) {
        assembler.accept(bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes()));
      } else {
        for (java.nio.ByteBuffer part : bytes.nioBuffers()) {
          assembler.accept(part);
        }
      }
    } catch (ProtocolException e) {
      failed(e);
      tell(e);
      close();
    }
  }

  private void failed(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  private void tell(Throwable cause) {
    onClosed.accept(this);
    if (!told) {
      told = true;
      listener.closed(cause);
    }
  }

  @Override
  public Future<Void> write(List<ByteSlice> segments) {
    int size = 0;
    for (ByteSlice segment : segments) {
      size = Math.addExact(size, segment.length());
    }
    ByteBuf frame = context.alloc().directBuffer(Math.addExact(size, 4));
    frame.writeInt(size);
    for (ByteSlice segment : segments) {
      frame.writeBytes(segment.array(), segment.offset(), segment.length());
    }
    Promise<Void> promise = Promise.promise();
    context
        .write(frame)
        .addListener(
            done -> {
              if (done.isSuccess()) {
                promise.complete();
              } else {
                promise.fail(done.cause());
              }
            });
    return promise.future();
  }

  @Override
  public void flush() {
    context.flush();
  }

  @Override
  public boolean isWriteQueueFull() {
    return !context.channel().isWritable();
  }

  @Override
  public void frameLimit(int bytes) {
    assembler.limit(bytes);
  }

  @Override
  public void reading(boolean on) {
    if (on) {
      socket.resume();
    } else {
      socket.pause();
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The listener hears of the end.
  public void close() {
    context.close();
  }

  @Override
  public Object requestBegan(ApiKey api, short version) {
    return counts == null ? null : VertxCompat.requestBegin(counts, RequestCounts.uri(api), api);
  }

  @Override
  public void requestLeft(Object request) {
    if (request != null) {
      counts.requestEnd(request);
    }
  }

  @Override
  public void requestAnswered(Object request) {
    if (request != null) {
      counts.responseBegin(request, null);
      counts.responseEnd(request);
    }
  }

  @Override
  public void requestLost(Object request) {
    if (request != null) {
      counts.requestReset(request);
    }
  }
}
