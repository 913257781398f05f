package io.kafkavertx.micrometer;

import io.kafkavertx.spi.MetricName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The meters that all clients have in one registry. Clients with the same client id, as the
 * instances of one verticle usually are, share their meters: counters and distributions take from
 * all, a gauge shows the sum of what each says (an age: the greatest), and the last to go takes a
 * meter away.
 *
 * <p>Clients of different event loops meet here, when instruments are asked for and given back;
 * never when something is recorded.
 */
final class SharedMeters {
  private static final Map<MeterRegistry, SharedMeters> BY_REGISTRY =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Map<MetricName, Shared> shared = new HashMap<>();

  /** A meter, and who uses it. */
  static final class Shared {
    private final Set<MicrometerReporter> users = ConcurrentHashMap.newKeySet();

    /** What each user says, for gauges. */
    private final Map<MicrometerReporter, Part> parts = new ConcurrentHashMap<>();

    private Meter meter;

    Meter meter() {
      return meter;
    }

    Part part(MicrometerReporter user) {
      return parts.computeIfAbsent(user, u -> new Part());
    }

    double sum() {
      double sum = 0;
      for (Part part : parts.values()) {
        sum += part.value;
      }
      return sum;
    }

    double greatest() {
      double greatest = Double.NEGATIVE_INFINITY;
      for (Part part : parts.values()) {
        greatest = Math.max(greatest, part.value);
      }
      return parts.isEmpty() ? 0 : greatest;
    }
  }

  /** What one client says of a gauge: written on its event loop, read by whoever scrapes. */
  static final class Part {
    private volatile double value;

    void set(double newValue) {
      value = newValue;
    }
  }

  static SharedMeters of(MeterRegistry registry) {
    return BY_REGISTRY.computeIfAbsent(registry, r -> new SharedMeters());
  }

  /** The meter of that name, made by {@code maker} when nobody has asked for it before. */
  synchronized Shared get(MetricName name, MicrometerReporter user, Function<Shared, Meter> maker) {
    Shared found = shared.get(name);
    if (found == null) {
      found = new Shared();
      found.meter = maker.apply(found);
      shared.put(name, found);
    }
    found.users.add(user);
    return found;
  }

  /** A client does not use the meter any more. */
  synchronized void leave(MetricName name, MicrometerReporter user, MeterRegistry registry) {
    Shared found = shared.get(name);
    if (found == null) {
      return;
    }
    found.users.remove(user);
    found.parts.remove(user);
    if (found.users.isEmpty()) {
      shared.remove(name);
      registry.remove(found.meter);
    }
  }
}
