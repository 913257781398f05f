package io.kafkavertx.eventbus;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;

/** The smallest number that no other holder of a name has, on this Vert.x; from 0. */
final class InstanceNumber {
  private final LocalMap<Integer, Boolean> taken;
  private final int value;

  private InstanceNumber(LocalMap<Integer, Boolean> taken, int value) {
    this.taken = taken;
    this.value = value;
  }

  static InstanceNumber claim(Vertx vertx, String name) {
    LocalMap<Integer, Boolean> taken =
        vertx.sharedData().getLocalMap("io.kafkavertx.instances of " + name);
    int value = 0;
    while (taken.putIfAbsent(value, true) != null) {
      value++;
    }
    return new InstanceNumber(taken, value);
  }

  int value() {
    return value;
  }

  void release() {
    taken.remove(value);
  }
}
