package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.internal.net.Transport;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.testkit.sim.Cut;
import io.kafkavertx.testkit.sim.Direction;
import io.kafkavertx.testkit.sim.LinkConditions;
import io.kafkavertx.testkit.sim.PromiseLedger;
import io.kafkavertx.testkit.sim.SimChannel;
import io.kafkavertx.testkit.sim.SimConnection;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimFailure;
import io.kafkavertx.testkit.sim.SimTransport;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Promise;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The simulator itself: it must be honest before anything is tested with it. */
class SimWorldTest {
  private static final String ADDRESS = "10.0.0.1:9092";

  /** A client and a server that answers every frame with the same frame. */
  private static final class Echo {
    private final SimWorld world;
    private final SimEventLoop loop;
    private final SimTransport transport;
    private final List<byte[]> answers = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final PromiseLedger ledger = new PromiseLedger();
    private SimChannel channel;

    Echo(long seed, LinkConditions conditions) {
      world = new SimWorld(seed);
      world.network().conditions(conditions);
      world.network().listen(ADDRESS, world.loop("server"), EchoServer::new);
      loop = world.loop("client");
      transport = world.network().transport(loop);
    }

    void connect() {
      ClientEnd client = new ClientEnd();
      PromiseLedger.Account account = ledger.open("closed");
      client.account = account;
      transport
          .connect(new Transport.Address("10.0.0.1", "10.0.0.1", 9092), 1 << 20, client)
          .onSuccess(opened -> channel = (SimChannel) opened);
      world.runUntil(() -> channel != null, Duration.ofSeconds(5), "connect");
    }

    void send(byte[]... frames) {
      for (byte[] frame : frames) {
        ledger.track("write", channel.write(List.of(ByteSlice.of(frame))));
      }
      channel.flush();
    }

    private final class ClientEnd implements Transport.ChannelListener {
      private PromiseLedger.Account account;

      @Override
      public void frame(ByteSlice frame) {
        byte[] bytes = frame.toArray();
        world.trace("answer of " + bytes.length + " bytes, hash " + Arrays.hashCode(bytes));
        answers.add(bytes);
      }

      @Override
      public void writable() {}

      @Override
      public void closed(Throwable cause) {
        account.close(cause == null);
        ends.add(String.valueOf(cause));
      }
    }

    private static final class EchoServer implements Transport.ChannelListener {
      private final SimChannel channel;

      EchoServer(SimChannel channel) {
        this.channel = channel;
      }

      @Override
      public void frame(ByteSlice frame) {
        channel.write(List.of(frame));
        channel.flush();
      }

      @Override
      public void writable() {}

      @Override
      public void closed(Throwable cause) {}
    }
  }

  private static byte[] frame(int size, int fill) {
    byte[] frame = new byte[size];
    Arrays.fill(frame, (byte) fill);
    return frame;
  }

  private static String talk(long seed) {
    Echo echo = new Echo(seed, LinkConditions.LAN.chunks(1 + (int) (seed % 50)));
    echo.connect();
    for (int i = 1; i < 20; i++) {
      echo.send(frame(i * 37, i), frame(1, i));
    }
    echo.world.runUntil(() -> echo.answers.size() == 38, Duration.ofMinutes(1), "38 answers");
    for (int i = 1; i < 20; i++) {
      assertThat(echo.answers.get(2 * i - 2)).isEqualTo(frame(i * 37, i));
    }
    return echo.world.nanoTime() + " " + echo.world.fingerprint();
  }

  @Test
  void theSameSeedGivesTheSameRunAndAnotherSeedAnother() {
    assertThat(talk(7)).isEqualTo(talk(7)).isNotEqualTo(talk(8));
  }

  @Test
  void framesArriveWholeAndInOrderHoweverTheStreamIsCut() {
    for (long seed = 1; seed <= 60; seed++) {
      talk(seed);
    }
  }

  @Test
  void everyCutEndsTheConnectionOnceAtBothEnds() {
    for (Cut cut : Cut.values()) {
      Echo echo = new Echo(3, LinkConditions.WAN.sendBuffer(1000));
      echo.connect();
      echo.send(frame(50_000, 1));
      echo.world.runFor(Duration.ofMillis(60));
      SimConnection connection = echo.world.network().connections().get(0);
      connection.cut(cut);
      echo.world.runUntil(() -> !echo.ends.isEmpty(), Duration.ofSeconds(5), "the end");
      echo.world.runFor(Duration.ofSeconds(5));
      echo.ledger.check();
      assertThat(echo.ends).hasSize(1);
      assertThat(echo.ends.get(0))
          .isEqualTo(
              cut == Cut.ORDERLY ? "null" : new SocketException("Connection reset").toString());
      assertThat(echo.answers).isEmpty();
      assertThat(echo.world.leaks()).isEmpty();
    }
  }

  @Test
  void aBlackHoleSwallowsNothingAndDeliversLate() {
    Echo echo = new Echo(4, LinkConditions.LAN);
    echo.connect();
    SimConnection connection = echo.world.network().connections().get(0);
    connection.blackHole(Direction.TO_CLIENT, true);
    echo.send(frame(10, 1));
    echo.world.runFor(Duration.ofSeconds(30));
    assertThat(echo.answers).isEmpty();
    connection.blackHole(Direction.BOTH, false);
    echo.world.runUntil(() -> echo.answers.size() == 1, Duration.ofSeconds(1), "the answer");
  }

  @Test
  void connectsFailForTheReasonThatWasSet() {
    Echo echo = new Echo(5, LinkConditions.LAN);
    echo.world.network().refuse(ADDRESS, true);
    assertThat(failure(echo, echo.transport.resolve("nowhere", 9092)))
        .isInstanceOf(UnknownHostException.class);
    Transport.Address address = new Transport.Address("10.0.0.1", "10.0.0.1", 9092);
    assertThat(failure(echo, echo.transport.connect(address, 100, null)))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("refused");
    echo.world.network().heal();
    echo.world.network().blackHole(ADDRESS, Direction.BOTH, true);
    long before = echo.world.nanoTime();
    assertThat(failure(echo, echo.transport.connect(address, 100, null)))
        .hasMessageContaining("timed out");
    assertThat(echo.world.nanoTime() - before).isGreaterThan(Duration.ofSeconds(50).toNanos());
  }

  private static Throwable failure(Echo echo, io.vertx.core.Future<?> future) {
    echo.world.runUntil(future::isComplete, Duration.ofMinutes(2), "a failure");
    return future.cause();
  }

  @Test
  void hangsLeaksAndDoubleCompletionsAreFound() {
    SimWorld world = new SimWorld(1);
    SimEventLoop loop = world.loop("lonely");
    assertThatThrownBy(() -> world.runUntil(() -> false, Duration.ofSeconds(1), "the impossible"))
        .isInstanceOf(SimFailure.class)
        .hasMessageContaining("hang: the impossible");
    loop.schedule(Duration.ofHours(1).toNanos(), () -> {});
    assertThat(world.leaks()).hasSize(1).first().asString().contains("timer of loop lonely");
    PromiseLedger ledger = new PromiseLedger();
    PromiseLedger.Account account = ledger.open("answer");
    ledger.track("never", Promise.promise().future());
    assertThatThrownBy(ledger::check).hasMessageContaining("never completed: 2 of 2");
    account.close(true);
    account.close(true);
    assertThatThrownBy(ledger::check).hasMessageContaining("completed twice: [answer]");
    loop.execute(
        () -> {
          throw new IllegalStateException("boom");
        });
    assertThatThrownBy(() -> world.runFor(Duration.ofSeconds(1)))
        .isInstanceOf(SimFailure.class)
        .hasRootCauseMessage("boom");
  }

  @Test
  void aCancelledTimerDoesNotRunEvenWhenItsTimeHasCome() {
    SimWorld world = new SimWorld(1);
    SimEventLoop loop = world.loop("loop");
    List<String> ran = new ArrayList<>();
    var timers = new ArrayList<io.kafkavertx.internal.net.EventLoop.Timer>();
    // Both are due at the same moment; whichever runs first cancels the other.
    timers.add(
        loop.schedule(
            1000,
            () -> {
              ran.add("first");
              timers.get(1).cancel();
            }));
    timers.add(
        loop.schedule(
            1000,
            () -> {
              ran.add("second");
              timers.get(0).cancel();
            }));
    world.runFor(Duration.ofSeconds(1));
    assertThat(ran).hasSize(1);
    assertThat(world.leaks()).isEmpty();
  }
}
