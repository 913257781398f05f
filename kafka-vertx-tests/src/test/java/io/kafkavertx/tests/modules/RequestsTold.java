package io.kafkavertx.tests.modules;

import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Metrics that work with any release of Vert.x: which method it is that makes what identifies a
 * request is not the same in all.
 */
final class RequestsTold implements VertxMetrics {
  private final Set<Object> made = ConcurrentHashMap.newKeySet();
  private final Set<Object> begun = ConcurrentHashMap.newKeySet();
  private final Set<Object> ended = ConcurrentHashMap.newKeySet();

  @Override
  public ClientMetrics<?, ?, ?> createClientMetrics(
      SocketAddress broker, String type, String namespace) {
    return (ClientMetrics<?, ?, ?>)
        Proxy.newProxyInstance(
            ClientMetrics.class.getClassLoader(),
            new Class<?>[] {ClientMetrics.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "init" -> id();
                  case "requestBegin" -> begin(method.getReturnType() == void.class, arguments);
                  case "requestEnd" -> end(arguments[0]);
                  default -> null;
                });
  }

  private Object id() {
    Object id = new Object();
    made.add(id);
    return id;
  }

  private Object begin(boolean takesTheId, Object[] arguments) {
    Object id = takesTheId ? arguments[0] : id();
    begun.add(id);
    return takesTheId ? null : id;
  }

  private Object end(Object id) {
    ended.add(id);
    return null;
  }

  boolean wereAllToldWhole() {
    return !made.isEmpty() && begun.equals(made) && ended.equals(made);
  }
}
