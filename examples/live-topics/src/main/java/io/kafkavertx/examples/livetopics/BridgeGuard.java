package io.kafkavertx.examples.livetopics;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Ties a session to the connection that opened it: the id of another page's session is of no use,
 * even to one who has learnt it. A connection that goes takes its session with it.
 */
final class BridgeGuard implements Handler<BridgeEvent> {
  /** The header of a message to {@link Addresses#OPEN} that names the new session. */
  static final String SESSION = "session";

  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> sessions = new HashMap<>();
  private final Vertx vertx;

  BridgeGuard(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public void handle(BridgeEvent event) {
    event.complete(
        switch (event.type()) {
          case SOCKET_CLOSED -> gone(event.socket().writeHandlerID());
          case PUBLISH -> false;
          case SEND, REGISTER, UNREGISTER -> mayUse(event);
          default -> true;
        });
  }

  private boolean mayUse(BridgeEvent event) {
    JsonObject message = event.getRawMessage();
    String socket = event.socket().writeHandlerID();
    String address = message.getString("address", "");
    if (event.type() == BridgeEventType.SEND && address.equals(Addresses.OPEN)) {
      gone(socket);
      byte[] id = new byte[16];
      random.nextBytes(id);
      String session = HexFormat.of().formatHex(id);
      sessions.put(socket, session);
      message.put("headers", new JsonObject().put(SESSION, session));
      return true;
    }
    String session = Addresses.sessionOf(address);
    return session == null || session.equals(sessions.get(socket));
  }

  private boolean gone(String socket) {
    String session = sessions.remove(socket);
    if (session != null) {
      vertx.eventBus().publish(Addresses.CLOSE, session);
    }
    return true;
  }
}
