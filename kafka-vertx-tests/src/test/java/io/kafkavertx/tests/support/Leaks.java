package io.kafkavertx.tests.support;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects what Netty's leak detector reports; Surefire sets the detector to paranoid. */
final class Leaks {
  private static final List<String> FOUND = new CopyOnWriteArrayList<>();
  private static final Leaks INSTANCE = new Leaks();

  private Leaks() {
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int samplingInterval, long maxActive) {
            return new Collecting<>(resource, samplingInterval);
          }
        });
  }

  /** Must be called before the first buffer is allocated. */
  static void watch() {
    Objects.requireNonNull(INSTANCE, "the detector is set when this class is initialised");
  }

  /** What has been reported since the last call. */
  static List<String> found() {
    System.gc();
    List<String> found = List.copyOf(FOUND);
    FOUND.clear();
    return found;
  }

  private static final class Collecting<T> extends ResourceLeakDetector<T> {
    Collecting(Class<T> resource, int samplingInterval) {
      super(resource, samplingInterval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
      FOUND.add(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      FOUND.add(resourceType);
    }
  }
}
