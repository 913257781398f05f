package io.kafkavertx.internal.net;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.vertx.core.Future;
import java.util.List;

/** The network: one of the two seams (see {@link EventLoop}). Everything happens on the loop. */
public interface Transport {
  /**
   * All addresses of a host, asked anew each time (no cache of ours).
   *
   * @return at least one address; fails with {@link java.net.UnknownHostException} when the name
   *     does not resolve
   */
  Future<List<Address>> resolve(String host, int port);

  /**
   * Opens a connection. The future fails with the reason when it cannot be opened; the deadline on
   * it is the caller's business, and a channel that opens after the caller gave up is the caller's
   * to close.
   *
   * @param frameLimit the largest frame to accept at first; see {@link Channel#frameLimit(int)}
   */
  Future<Channel> connect(Address address, int frameLimit, ChannelListener listener);

  /** Closes every channel and frees what the transport holds. */
  Future<Void> close();

  /** True when channels are encrypted. */
  boolean isEncrypted();

  /**
   * One address of a broker.
   *
   * @param host the name that was asked for: what a certificate must match
   * @param ip the numeric address to connect to
   * @param port the port
   */
  record Address(String host, String ip, int port) {
    @Override
    public String toString() {
      return host.equals(ip) ? host + ":" + port : host + "/" + ip + ":" + port;
    }
  }

  /** An open connection that carries frames: a 32-bit size, then that many bytes. */
  interface Channel {
    /**
     * Queues one frame: its size, then {@code segments}, whose bytes must not change until the
     * future completes. Nothing leaves before {@link #flush()}.
     *
     * @return completes when the operating system has taken all of it; fails when the channel
     *     closed before
     */
    Future<Void> write(List<ByteSlice> segments);

    /** Sends what has been queued. */
    void flush();

    /**
     * True when so much is queued that the caller should wait for {@link
     * ChannelListener#writable()}.
     */
    boolean isWriteQueueFull();

    /** Changes the largest frame that is accepted. */
    void frameLimit(int bytes);

    /**
     * A request goes out, for whoever counts requests outside of the client.
     *
     * @return stands for the request in the calls below; null when nobody counts
     */
    default Object requestBegan(ApiKey api, short version) {
      return null;
    }

    /** All of the request has left. */
    default void requestLeft(Object request) {}

    /** The request has its answer, or needs none. */
    default void requestAnswered(Object request) {}

    /** The request will have no answer. */
    default void requestLost(Object request) {}

    /** Stops or resumes reading from the socket. */
    void reading(boolean on);

    /**
     * Closes the connection; {@link ChannelListener#closed} follows. Calling it again is harmless.
     */
    void close();
  }

  /** What a channel tells its owner. */
  interface ChannelListener {
    /**
     * A complete frame without its size, which now belongs to the listener. Its array may be longer
     * and come from {@link EventLoop#frames()}: whoever is through with it may give it back.
     */
    void frame(ByteSlice frame);

    /** The write queue has room again. */
    void writable();

    /**
     * The connection is gone. Called exactly once, after the last frame.
     *
     * @param cause why; null when the peer closed it in an orderly way or {@link Channel#close()}
     *     was called
     */
    void closed(Throwable cause);
  }
}
