package io.kafkavertx.internal.vertx;

import static java.lang.invoke.MethodType.methodType;

import io.vertx.core.Handler;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.spi.metrics.ClientMetrics;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * What Vert.x 5.1 has changed of that which we call: compiled with 5.0, these calls do not link
 * there, so they are looked up. VertxReleasesTest says when there is more.
 */
final class VertxCompat {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  /** Moved to a supertype, and returns that. */
  private static final MethodHandle MESSAGE_HANDLER = messageHandler();

  /** Null before 5.1. */
  private static final MethodHandle INIT = init();

  /** Before 5.1 it makes what identifies the request, since then it takes it. */
  private static final MethodHandle REQUEST_BEGIN = requestBegin();

  private VertxCompat() {}

  private static MethodHandle messageHandler() {
    try {
      return LOOKUP
          .unreflect(NetSocketInternal.class.getMethod("messageHandler", Handler.class))
          .asType(methodType(void.class, NetSocketInternal.class, Handler.class));
    } catch (ReflectiveOperationException e) {
      throw unknown(e);
    }
  }

  private static MethodHandle init() {
    try {
      return LOOKUP.findVirtual(ClientMetrics.class, "init", methodType(Object.class));
    } catch (NoSuchMethodException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw unknown(e);
    }
  }

  private static MethodHandle requestBegin() {
    try {
      return LOOKUP.findVirtual(
          ClientMetrics.class,
          "requestBegin",
          INIT == null
              ? methodType(Object.class, String.class, Object.class)
              : methodType(void.class, Object.class, String.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw unknown(e);
    }
  }

  private static LinkageError unknown(ReflectiveOperationException e) {
    return new LinkageError(
        "this release of Vert.x is not one that kafka-vertx knows, which are 5.0 and 5.1: "
            + e.getMessage(),
        e);
  }

  /** Has what a socket receives handed over as Netty does. */
  static void messageHandler(NetSocketInternal socket, Handler<Object> handler) {
    try {
      MESSAGE_HANDLER.invokeExact(socket, handler);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** Returns what identifies the request to the metrics from then on. */
  static Object requestBegin(
      ClientMetrics<Object, Object, Object> metrics, String uri, Object request) {
    try {
      if (INIT == null) {
        return (Object) REQUEST_BEGIN.invokeExact((ClientMetrics<?, ?, ?>) metrics, uri, request);
      }
      Object id = (Object) INIT.invokeExact((ClientMetrics<?, ?, ?>) metrics);
      REQUEST_BEGIN.invokeExact((ClientMetrics<?, ?, ?>) metrics, id, uri, request);
      return id;
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  private static RuntimeException unchecked(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
  }
}
