package io.kafkavertx.internal.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.internal.net.BrokerPool;
import io.kafkavertx.internal.net.ConnectionConfig;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real sockets whose other end is no broker, or a bad one: each gets an error of its own, in time,
 * and none makes the client take much memory.
 */
class NastyPeersTest {
  private static final long MOST_EXTRA_MEMORY = 64L << 20;

  private Vertx vertx;

  /** Where the other ends live, with one thread. */
  private Vertx elsewhere;

  private Thread peerThread;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    elsewhere = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    Promise<Thread> thread = Promise.promise();
    elsewhere.runOnContext(any -> thread.complete(Thread.currentThread()));
    peerThread = await(thread.future());
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
    await(elsewhere.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private int listen(Handler<NetSocket> peer) throws Exception {
    return await(elsewhere.createNetServer().connectHandler(peer).listen(0, "127.0.0.1"))
        .actualPort();
  }

  private static KafkaClientOptions options() {
    return new KafkaClientOptions().setConnectionSetupTimeout(Duration.ofSeconds(10));
  }

  /** Connects and gives back why that failed; that must not have taken much time or memory. */
  private ConnectionException failure(String host, int port, KafkaClientOptions options)
      throws Exception {
    ExtraMemory extra = new ExtraMemory(peerThread);
    long sampler = elsewhere.setPeriodic(1, any -> extra.sample());
    ConnectionException failure = connect(host, port, options);
    elsewhere.cancelTimer(sampler);
    Promise<Long> bytes = Promise.promise();
    elsewhere.runOnContext(any -> bytes.complete(extra.bytes()));
    assertThat(await(bytes.future())).as("extra memory").isLessThan(MOST_EXTRA_MEMORY);
    return failure;
  }

  private boolean refusedForGood;

  private ConnectionException connect(String host, int port, KafkaClientOptions options)
      throws Exception {
    ClientShell shell = ClientShell.open(vertx, options);
    BrokerPool pool =
        new BrokerPool(shell.loop(), shell.transport(), ConnectionConfig.of(options, null));
    shell.onClose(pool::close);
    long started = System.nanoTime();
    long limit = TimeUnit.SECONDS.toNanos(30);
    Throwable failure =
        catchThrowable(
            () ->
                await(
                    shell.call(
                        () ->
                            pool.whenReady(
                                new Node(-1, host, port, null),
                                0,
                                shell.loop().nanoTime() + limit))));
    assertThat(System.nanoTime() - started).isLessThan(limit);
    await(shell.close());
    Throwable cause = failure.getCause();
    assertThat(cause).hasMessageContaining("" + port);
    // What TLS refuses is refused for good; the connection's failure is its cause.
    Throwable connection = cause instanceof AuthenticationException ? cause.getCause() : cause;
    refusedForGood = cause instanceof AuthenticationException;
    assertThat(connection).isInstanceOf(ConnectionException.class);
    return (ConnectionException) connection;
  }

  @Test
  void aPeerThatAcceptsAndNeverAnswersIsTimedOut() throws Exception {
    int port = listen(socket -> {});
    KafkaClientOptions options = options().setConnectionSetupTimeout(Duration.ofMillis(500));
    ConnectionException failure = failure("127.0.0.1", port, options);
    assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(failure).hasMessageContaining("answers nothing");
  }

  @Test
  void aPeerThatNobodyAcceptsForIsTimedOutOrRefused() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ConnectionException failure = failure("127.0.0.1", port, options());
    assertThat(failure.reason()).isEqualTo(Reason.CONNECT);
  }

  @Test
  void garbageIsAProtocolError() throws Exception {
    byte[] garbage = new byte[4096];
    new java.util.Random(3).nextBytes(garbage);
    Buffer frame = Buffer.buffer().appendInt(garbage.length).appendBytes(garbage);
    int port = listen(socket -> socket.write(frame));
    assertThat(failure("127.0.0.1", port, options()).reason()).isEqualTo(Reason.PROTOCOL);
  }

  @Test
  void anEnormousFrameIsRefusedWithoutMemoryForIt() throws Exception {
    int port =
        listen(socket -> socket.write(Buffer.buffer().appendInt(Integer.MAX_VALUE).appendInt(1)));
    ConnectionException failure = failure("127.0.0.1", port, options());
    assertThat(failure.reason()).isEqualTo(Reason.PROTOCOL);
    assertThat(failure).hasMessageContaining("2147483647 bytes");
  }

  @Test
  void anEndlessStreamInAFrameJustSmallEnoughIsRefusedWithLittleMemory() throws Exception {
    Buffer start = Buffer.buffer().appendInt((1 << 20) - 1);
    Buffer more = Buffer.buffer(new byte[64 * 1024]);
    AtomicLong sent = new AtomicLong();
    int port =
        listen(
            socket -> {
              socket.exceptionHandler(closed -> {});
              socket.write(start);
              stream(socket, more, sent);
            });
    ConnectionException failure = failure("127.0.0.1", port, options());
    assertThat(failure.reason()).isEqualTo(Reason.PROTOCOL);
    assertThat(sent.get()).as("bytes taken").isGreaterThanOrEqualTo(1 << 20);
  }

  /** Writes one chunk after the other for as long as somebody takes them. */
  private static void stream(NetSocket socket, Buffer chunk, AtomicLong sent) {
    socket
        .write(chunk)
        .onSuccess(
            written -> {
              sent.addAndGet(chunk.length());
              stream(socket, chunk, sent);
            });
  }

  @Test
  void aTlsPortThatHangsUpIsGuessedAt() throws Exception {
    SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
    NetServer server =
        elsewhere.createNetServer(
            new NetServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions()));
    int port = await(server.connectHandler(s -> {}).listen(0, "127.0.0.1")).actualPort();
    ConnectionException failure = failure("127.0.0.1", port, options());
    // This one hangs up without a word, so that TLS can only be guessed at.
    assertThat(failure.reason()).isEqualTo(Reason.DISCONNECTED);
    assertThat(failure).hasMessageContaining("is TLS expected there?");
    certificate.delete();
  }

  @Test
  void aTlsPortThatSendsAnAlertIsRecognised() throws Exception {
    byte[] alert = {0x15, 3, 3, 0, 2, 2, 80};
    int port =
        listen(
            socket ->
                socket.handler(
                    any -> socket.write(Buffer.buffer(alert)).onComplete(done -> socket.close())));
    ConnectionException failure = failure("127.0.0.1", port, options());
    assertThat(failure.reason()).isEqualTo(Reason.PROTOCOL);
    assertThat(failure).hasMessageContaining("TLS port");
  }

  @Test
  void anHttpPortIsRecognised() throws Exception {
    HttpServer server = elsewhere.createHttpServer().requestHandler(r -> r.response().end());
    int port = await(server.listen(0, "127.0.0.1")).actualPort();
    ConnectionException failure = failure("127.0.0.1", port, options());
    assertThat(failure.reason()).isEqualTo(Reason.PROTOCOL);
    assertThat(failure).hasMessageContaining("HTTP port");
  }

  @Test
  void aNameThatDoesNotResolveIsSaidToBeOne() throws Exception {
    ConnectionException failure = failure("no-such-broker.invalid", 9092, options());
    assertThat(failure.reason()).isEqualTo(Reason.DNS);
    assertThat(failure).hasMessageContaining("no-such-broker.invalid");
  }

  @Test
  void aCertificateThatNobodyVouchesForIsATlsError() throws Exception {
    SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
    NetServer server =
        elsewhere.createNetServer(
            new NetServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions()));
    int port = await(server.connectHandler(s -> {}).listen(0, "127.0.0.1")).actualPort();
    KafkaClientOptions options = options().setSecurityProtocol(SecurityProtocol.SSL);
    ConnectionException failure = failure("localhost", port, options);
    assertThat(failure.reason()).as(failure.toString()).isEqualTo(Reason.TLS);
    assertThat(refusedForGood).isTrue();
    certificate.delete();
  }

  @Test
  void aCertificateForAnotherHostIsATlsError() throws Exception {
    SelfSignedCertificate certificate = SelfSignedCertificate.create("elsewhere.example");
    NetServer server =
        elsewhere.createNetServer(
            new NetServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions()));
    int port = await(server.connectHandler(s -> {}).listen(0, "127.0.0.1")).actualPort();
    KafkaClientOptions options = options().setSecurityProtocol(SecurityProtocol.SSL);
    options.getNetClientOptions().setTrustOptions(certificate.trustOptions());
    ConnectionException failure = failure("localhost", port, options);
    assertThat(failure.reason()).as(failure.toString()).isEqualTo(Reason.TLS);
    assertThat(refusedForGood).isTrue();
    certificate.delete();
  }

  @Test
  void tlsAtAPlainPortIsATlsErrorOrATimeout() throws Exception {
    int port = listen(socket -> socket.handler(any -> socket.close()));
    KafkaClientOptions options = options().setSecurityProtocol(SecurityProtocol.SSL);
    ConnectionException failure = failure("127.0.0.1", port, options);
    assertThat(failure.reason()).isIn(Reason.TLS, Reason.CONNECT);
    assertThat(refusedForGood).isFalse();
  }
}
