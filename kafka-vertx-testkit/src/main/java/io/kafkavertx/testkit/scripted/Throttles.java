package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ApiResponse;
import java.lang.reflect.InvocationTargetException;

/** Puts a throttle time into a response of any type that has the field. */
final class Throttles {
  private Throttles() {}

  static void set(ApiResponse response, int millis) {
    try {
      response.getClass().getMethod("setThrottleTimeMs", int.class).invoke(response, millis);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          response.getClass().getSimpleName() + " has no throttle time", e);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}
