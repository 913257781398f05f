package io.kafkavertx.examples.livetopics;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Speaks to the bridge by hand, frame by frame, as an attacker would. */
final class BridgeClient implements AutoCloseable {
  private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;

  BridgeClient(String url, String origin) {
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (origin != null) {
      builder.header("Origin", origin);
    }
    try {
      socket =
          builder
              .buildAsync(
                  URI.create(url.replace("http", "ws") + "eventbus/websocket"), new Listener())
              .join();
    } catch (CompletionException e) {
      throw new IllegalStateException("refused", e);
    }
  }

  void send(JsonObject frame) {
    socket.sendText(frame.encode(), true).join();
  }

  JsonObject next() throws InterruptedException {
    JsonObject frame = frames.poll(20, TimeUnit.SECONDS);
    if (frame == null) {
      throw new AssertionError("the bridge did not answer");
    }
    return frame;
  }

  /** The answer to a request. */
  JsonObject ask(String address, JsonObject body, JsonObject headers) throws InterruptedException {
    send(
        new JsonObject()
            .put("type", "send")
            .put("address", address)
            .put("headers", headers)
            .put("body", body)
            .put("replyAddress", "mine"));
    return next();
  }

  JsonObject ask(String address, JsonObject body) throws InterruptedException {
    return ask(address, body, new JsonObject());
  }

  /** The id of a new session. */
  String open() throws InterruptedException {
    return ask(Addresses.OPEN, new JsonObject()).getJsonObject("body").getString("session");
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    /** The bridge answers text with binary frames. */
    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
      return onText(webSocket, StandardCharsets.UTF_8.decode(data), last);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        frames.add(new JsonObject(text.toString()));
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }
  }
}
