package io.kafkavertx.tests.security;

import io.kafkavertx.internal.net.Transport;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.vertx.core.Future;
import java.util.List;

/** A transport that counts connections and the SASL handshakes sent over them. */
final class CountingTransport implements Transport {
  private final Transport wrapped;
  volatile int connects;
  volatile int saslHandshakes;

  CountingTransport(Transport wrapped) {
    this.wrapped = wrapped;
  }

  @Override
  public Future<List<Address>> resolve(String host, int port) {
    return wrapped.resolve(host, port);
  }

  @Override
  public Future<Channel> connect(Address address, int frameLimit, ChannelListener listener) {
    connects = connects + 1;
    return wrapped.connect(address, frameLimit, listener).map(this::counted);
  }

  private Channel counted(Channel channel) {
    return new Channel() {
      @Override
      public Future<Void> write(List<ByteSlice> segments) {
        byte[] head = segments.get(0).toArray();
        if (((head[0] & 0xff) << 8 | head[1] & 0xff) == ApiKey.SASL_HANDSHAKE.id()) {
          saslHandshakes = saslHandshakes + 1;
        }
        return channel.write(segments);
      }

      @Override
      public void flush() {
        channel.flush();
      }

      @Override
      public boolean isWriteQueueFull() {
        return channel.isWriteQueueFull();
      }

      @Override
      public void frameLimit(int bytes) {
        channel.frameLimit(bytes);
      }

      @Override
      public void reading(boolean on) {
        channel.reading(on);
      }

      @Override
      public void close() {
        channel.close();
      }
    };
  }

  @Override
  public Future<Void> close() {
    return wrapped.close();
  }

  @Override
  public boolean isEncrypted() {
    return wrapped.isEncrypted();
  }
}
