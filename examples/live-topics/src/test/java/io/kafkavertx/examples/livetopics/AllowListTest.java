package io.kafkavertx.examples.livetopics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a page, or one who pretends to be one, can reach. No broker is needed for that. */
class AllowListTest {
  private final Settings settings =
      Settings.of("127.0.0.1:1", "127.0.0.1", 0).sessions(2, Duration.ofMinutes(1));
  private final AtomicInteger reached = new AtomicInteger();
  private Vertx vertx;
  private String url;

  @BeforeEach
  void serve() {
    vertx = Vertx.vertx();
    url = LiveTopicsApp.deploy(vertx, settings).await();
    vertx.eventBus().consumer("some.secret", message -> reached.incrementAndGet());
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void otherAddressesOfTheBusAreOutOfReach() throws Exception {
    try (BridgeClient client = new BridgeClient(url, null)) {
      for (String address :
          new String[] {
            "some.secret",
            Addresses.CLOSE,
            Addresses.KAFKA,
            "live.topics.more",
            "live.session." + "0".repeat(33)
          }) {
        isRefused(client.ask(address, new JsonObject()));
        client.send(new JsonObject().put("type", "register").put("address", address));
        isRefused(client.next());
      }
      client.send(frame("publish", "some.secret"));
      isRefused(client.next());
      client.send(frame("publish", Addresses.OPEN));
      isRefused(client.next());
      // What is allowed works, so it was not the connection that failed.
      assertThat(client.open()).matches("[0-9a-f]{32}");
    }
    assertThat(reached).hasValue(0);
  }

  @Test
  void aPageCannotReachTheSessionOfAnotherEvenIfItKnowsItsId() throws Exception {
    try (BridgeClient one = new BridgeClient(url, null);
        BridgeClient other = new BridgeClient(url, null)) {
      String session = one.open();
      other.open();
      JsonObject here = new JsonObject().put("op", "here");

      isRefused(other.ask(Addresses.commands(session), here));
      other.send(
          new JsonObject().put("type", "register").put("address", Addresses.records(session)));
      isRefused(other.next());
      assertThat(one.ask(Addresses.commands(session), here).getString("type")).isEqualTo("rec");
    }
  }

  @Test
  void aForgedSessionHeaderIsOverwritten() throws Exception {
    try (BridgeClient client = new BridgeClient(url, null)) {
      String wanted = "a".repeat(32);
      JsonObject opened =
          client.ask(
              Addresses.OPEN, new JsonObject(), new JsonObject().put(BridgeGuard.SESSION, wanted));

      assertThat(opened.getJsonObject("body").getString("session"))
          .matches("[0-9a-f]{32}")
          .isNotEqualTo(wanted);
    }
  }

  @Test
  void sessionsAreLimitedAndEndWithTheirConnection() throws Exception {
    int before = vertx.deploymentIDs().size();
    try (BridgeClient one = new BridgeClient(url, null);
        BridgeClient two = new BridgeClient(url, null);
        BridgeClient three = new BridgeClient(url, null)) {
      one.open();
      two.open();
      JsonObject refused = three.ask(Addresses.OPEN, new JsonObject());
      assertThat(refused.getInteger("failureCode")).isEqualTo(429);
      assertThat(refused.getString("message")).contains("2 pages watch already");
    }
    until(() -> vertx.deploymentIDs().size() == before);
    try (BridgeClient again = new BridgeClient(url, null)) {
      assertThat(again.open()).isNotNull();
    }
  }

  @Test
  void anIdleSessionEndsAndSaysSo() throws Exception {
    Vertx own = Vertx.vertx();
    try {
      String ownUrl =
          LiveTopicsApp.deploy(own, settings.sessions(2, Duration.ofMillis(300))).await();
      try (BridgeClient client = new BridgeClient(ownUrl, null)) {
        String session = client.open();
        client.send(
            new JsonObject().put("type", "register").put("address", Addresses.records(session)));
        JsonObject frame = client.next();
        while (!"ended".equals(frame.getJsonObject("body").getString("type"))) {
          frame = client.next();
        }
      }
    } finally {
      own.close().await();
    }
  }

  @Test
  void aReadOnlyServerTakesNoRecords() throws Exception {
    Vertx own = Vertx.vertx();
    try {
      String ownUrl = LiveTopicsApp.deploy(own, settings.readOnly()).await();
      try (BridgeClient client = new BridgeClient(ownUrl, null)) {
        isRefused(client.ask(Addresses.PRODUCE, new JsonObject().put("topic", "t")));
      }
    } finally {
      own.close().await();
    }
  }

  @Test
  void recordsForTopicsOfKafkasOwnAreRefused() throws Exception {
    try (BridgeClient client = new BridgeClient(url, null)) {
      JsonObject answer =
          client.ask(Addresses.PRODUCE, new JsonObject().put("topic", "__consumer_offsets"));
      assertThat(answer.getInteger("failureCode")).isEqualTo(403);
    }
  }

  @Test
  void pagesOfOtherOriginsCannotConnect() throws Exception {
    String ours = url.substring(0, url.length() - 1);
    new BridgeClient(url, ours).close();
    assertThatThrownBy(() -> new BridgeClient(url, "http://evil.example"))
        .hasMessageContaining("refused");
    // A foreign name that has been made to point to this machine.
    assertThat(statusLine("evil.example")).contains("403");
    assertThat(statusLine("localhost")).contains("200");
  }

  @Test
  void everyAnswerHasAPolicyThatAllowsNoForeignAndNoInlineScript() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'")
        .doesNotContain("unsafe");
    assertThat(answer.body()).doesNotContain("https://", "onclick", "style=");
  }

  private String statusLine(String host) throws IOException {
    URI uri = URI.create(url);
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\nHost: " + host + ":" + uri.getPort() + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
  }

  private static void isRefused(JsonObject frame) {
    assertThat(frame.getString("type")).as(frame.encode()).isEqualTo("err");
    assertThat(frame.getString("body")).isIn("access_denied", "rejected");
  }

  private static JsonObject frame(String type, String address) {
    return new JsonObject()
        .put("type", type)
        .put("address", address)
        .put("body", new JsonObject())
        .put("headers", new JsonObject());
  }

  private void until(BooleanSupplier condition) throws InterruptedException {
    CountDownLatch reachedIt = new CountDownLatch(1);
    vertx.setPeriodic(
        20,
        timer -> {
          if (condition.getAsBoolean()) {
            vertx.cancelTimer(timer);
            reachedIt.countDown();
          }
        });
    assertThat(reachedIt.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
