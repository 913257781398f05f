package io.kafkavertx.tests.support;

import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Timers of our clients that wait on the event loops of a Vert.x. */
public final class TimersLeft {
  private TimersLeft() {}

  /** What waits now; empty when every client has been closed. Not from an event loop. */
  public static List<String> on(Vertx vertx) throws Exception {
    List<String> found = new ArrayList<>();
    for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      found.addAll(loop.submit(() -> waiting(loop)).get(30, TimeUnit.SECONDS));
    }
    found.addAll(ofVertx(vertx));
    return found;
  }

  /** Those that the event-bus delivery has set. */
  private static List<String> ofVertx(Vertx vertx) throws ReflectiveOperationException {
    List<String> found = new ArrayList<>();
    for (Object timer : ((Map<?, ?>) read(vertx, "timeouts")).values()) {
      String handler = read(timer, "handler").getClass().getName();
      if (handler.contains("io.kafkavertx.eventbus")) {
        found.add(handler);
      }
    }
    return found;
  }

  private static Object read(Object from, String name) throws ReflectiveOperationException {
    Field field = from.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(from);
  }

  /** Netty does not show its queue. A task's text names the lambda, and that its class. */
  private static List<String> waiting(EventExecutor loop) throws ReflectiveOperationException {
    Field queue = AbstractScheduledEventExecutor.class.getDeclaredField("scheduledTaskQueue");
    queue.setAccessible(true);
    Collection<?> tasks = (Collection<?>) queue.get(loop);
    return tasks == null
        ? List.of()
        : tasks.stream()
            .map(Object::toString)
            .filter(t -> t.contains("io.kafkavertx.internal"))
            .toList();
  }
}
