package io.kafkavertx.testkit.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over real sockets, in front of a server that sends back what it gets. */
@Timeout(120)
class FaultProxyTest {
  private static final int PATIENT_MILLIS = 60_000;
  private static final int IMPATIENT_MILLIS = 300;

  private EchoServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new EchoServer();
    proxy = FaultProxy.start("127.0.0.1", server.port());
  }

  @AfterEach
  void close() throws Exception {
    proxy.close();
    server.close();
  }

  @Test
  void withoutFaultsEveryByteComesBackUnchanged() throws Exception {
    byte[] sent = new byte[3_000_000];
    new Random(1).nextBytes(sent);
    try (Socket socket = connect()) {
      CompletableFuture<Void> writing = write(socket, sent);

      assertSame(sent, socket.getInputStream().readNBytes(sent.length));

      writing.get(60, TimeUnit.SECONDS);
    }
    assertThat(proxy.bytes(Direction.TO_BROKER)).isEqualTo(sent.length);
    assertThat(proxy.bytes(Direction.TO_CLIENT)).isEqualTo(sent.length);
    assertThat(proxy.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void faultsThatFollowEachOtherKeepTheOrderOfBytes() throws Exception {
    byte[] sent = new byte[5_000];
    new Random(2).nextBytes(sent);
    proxy.faults(Fault.delay(Duration.ofMillis(20)), Fault.split(3), Fault.throttle(50_000));
    try (Socket socket = connect()) {
      CompletableFuture<Void> writing = write(socket, sent);

      assertSame(sent, socket.getInputStream().readNBytes(sent.length));

      writing.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void bytesOnTheirWayAreNotOvertakenWhenADelayEnds() throws Exception {
    proxy.faults(Direction.TO_BROKER, Fault.delay(Duration.ofMillis(400)));
    try (Socket socket = connect()) {
      send(socket, "late ");
      awaitAccepted(1);
      proxy.heal();
      send(socket, "early");

      assertThat(receive(socket, 10)).isEqualTo("late early");
    }
  }

  @Test
  void aDelayCountsInEachDirection() throws Exception {
    proxy.faults(Fault.delay(Duration.ofMillis(150)));
    try (Socket socket = connect()) {
      long before = System.nanoTime();
      send(socket, "ping");

      assertThat(receive(socket, 4)).isEqualTo("ping");

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  @Test
  void aThrottledLineIsNotFasterThanItsSpeed() throws Exception {
    proxy.faults(Direction.TO_CLIENT, Fault.throttle(100_000));
    try (Socket socket = connect()) {
      long before = System.nanoTime();
      CompletableFuture<Void> writing = write(socket, new byte[50_000]);

      assertThat(socket.getInputStream().readNBytes(50_000)).hasSize(50_000);

      // Half a second, less the time by which timers may be early.
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThanOrEqualTo(Duration.ofMillis(450));
      writing.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void splitBytesArriveInManyReads() throws Exception {
    proxy.faults(Direction.TO_CLIENT, Fault.split(1, Duration.ofMillis(10)));
    try (Socket socket = connect()) {
      send(socket, "0123456789");
      InputStream in = socket.getInputStream();
      StringBuilder received = new StringBuilder();
      int reads = 0;
      byte[] buffer = new byte[100];
      while (received.length() < 10) {
        int count = in.read(buffer);
        reads++;
        received.append(new String(buffer, 0, count, US_ASCII));
      }

      assertThat(received).hasToString("0123456789");
      assertThat(reads).isGreaterThan(1);
    }
  }

  @Test
  void aCutConnectionEndsAfterExactlySoManyBytes() throws Exception {
    proxy.faults(Direction.TO_CLIENT, Fault.cutAfter(5, Ending.FIN));
    try (Socket socket = connect()) {
      send(socket, "0123456789");

      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("01234");
    }
  }

  @Test
  void aResetIsAnErrorForTheClient() throws Exception {
    proxy.faults(Direction.TO_BROKER, Fault.cutAfter(5, Ending.RESET));
    try (Socket socket = connect()) {
      send(socket, "0123456789");

      assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void openConnectionsCanBeCutEitherWay() throws Exception {
    try (Socket first = connect()) {
      exchange(first, "a");
      proxy.cut(Ending.FIN);
      assertThat(first.getInputStream().read()).isEqualTo(-1);
    }
    try (Socket second = connect()) {
      exchange(second, "b");
      proxy.cut(Ending.RESET);
      assertThatThrownBy(() -> second.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    assertThat(proxy.openConnections()).isZero();
  }

  @Test
  void whatFallsIntoABlackHoleStaysThere() throws Exception {
    try (Socket socket = connect()) {
      exchange(socket, "a");
      proxy.faults(Direction.TO_CLIENT, Fault.blackHole());
      send(socket, "lost");
      assertSilence(socket);
      proxy.heal();
      send(socket, "found");

      assertThat(receive(socket, 5)).isEqualTo("found");
    }
  }

  @Test
  void whatIsHeldArrivesWhenTheFaultEnds() throws Exception {
    try (Socket socket = connect()) {
      exchange(socket, "a");
      proxy.faults(Fault.hold());
      send(socket, "one ");
      send(socket, "two");
      assertSilence(socket);
      proxy.heal();

      assertThat(receive(socket, 7)).isEqualTo("one two");
    }
  }

  @Test
  void theEndOfTheBrokersSideComesBehindItsBytes() throws Exception {
    proxy.faults(Direction.TO_CLIENT, Fault.delay(Duration.ofMillis(100)), Fault.split(2));
    try (Socket socket = connect()) {
      send(socket, "goodbye" + EchoServer.CLOSE);

      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .isEqualTo("goodbye" + EchoServer.CLOSE);
    }
  }

  @Test
  void aRefusingProxyIsAClosedPortUntilItAcceptsAgain() throws Exception {
    try (Socket socket = connect()) {
      exchange(socket, "a");
      proxy.refuse();
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);

    proxy.accept();

    try (Socket socket = connect()) {
      exchange(socket, "b");
    }
  }

  @Test
  void connectionsCanBeResetOrIgnoredFromTheirBeginning() throws Exception {
    proxy.admission(Admission.IGNORE);
    try (Socket socket = connect()) {
      send(socket, "hello");
      assertSilence(socket);
      proxy.admission(Admission.RESET);
      assertThatThrownBy(() -> connect().getInputStream().read())
          .isInstanceOf(SocketException.class);
      assertThat(server.accepted()).isZero();
    }
  }

  @Test
  void aBrokerThatIsDownIsSeenAsAReset() throws Exception {
    server.close();
    // The reset may be as early as the end of the connect.
    assertThatThrownBy(() -> connect().getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void laterConnectionsGoToTheNewTarget() throws Exception {
    try (EchoServer other = new EchoServer()) {
      proxy.target("127.0.0.1", other.port());
      try (Socket socket = connect()) {
        exchange(socket, "a");
      }
      assertThat(other.accepted()).isEqualTo(1);
      assertThat(server.accepted()).isZero();
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(
        new InetSocketAddress(proxy.address().host(), proxy.address().port()), PATIENT_MILLIS);
    socket.setSoTimeout(PATIENT_MILLIS);
    return socket;
  }

  private void awaitAccepted(int connections) throws InterruptedException {
    while (proxy.acceptedConnections() < connections) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static void exchange(Socket socket, String text) throws IOException {
    send(socket, text);
    assertThat(receive(socket, text.length())).isEqualTo(text);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String receive(Socket socket, int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), US_ASCII);
  }

  private static void assertSilence(Socket socket) throws IOException {
    socket.setSoTimeout(IMPATIENT_MILLIS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(PATIENT_MILLIS);
  }

  private static void assertSame(byte[] sent, byte[] received) {
    assertThat(received).hasSameSizeAs(sent);
    assertThat(Arrays.mismatch(sent, received)).as("the first byte that differs").isEqualTo(-1);
  }

  private static CompletableFuture<Void> write(Socket socket, byte[] bytes) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            socket.getOutputStream().write(bytes);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }
}
