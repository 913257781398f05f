package io.kafkavertx.tests.sim;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs some seeds of every simulation that there is, in a JVM of its own, with {@code
 * -Dsim.fingerprints} for {@link SameWorldEverywhereTest} to compare.
 */
final class SimWorldsMain {
  /** In each process, sets of many elements have one of two orders. */
  static final String ORDER = "order of sets ";

  private SimWorldsMain() {}

  /**
   * Prints the order of sets here, then runs.
   *
   * @param arguments the root of the compiled tests, the seeds in the order in which to run them
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    out.println(ORDER + String.join("", Set.of("a", "b", "c", "d", "e")));
    Path root = Path.of(arguments[0]);
    List<Class<?>> tests = simulations(root);
    for (int i = 1; i < arguments.length; i++) {
      System.setProperty("sim.seed", arguments[i]);
      for (Class<?> test : tests) {
        run(test, out);
      }
    }
  }

  private static List<Class<?>> simulations(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\w+Test\\.class"))
          .filter(SimWorldsMain::runsSeeds)
          .map(file -> load(root.relativize(file).toString()))
          .sorted(Comparator.comparing(Class::getName))
          .<Class<?>>map(test -> test)
          .toList();
    }
  }

  private static boolean runsSeeds(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1)
          .contains("io/kafkavertx/testkit/sim/Seeds");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String file) {
    try {
      return Class.forName(file.replace(".class", "").replace('/', '.').replace('\\', '.'));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(Class<?> test, PrintStream out) throws ReflectiveOperationException {
    Constructor<?> constructor = test.getDeclaredConstructor();
    constructor.setAccessible(true);
    for (Method method : sorted(test)) {
      try {
        method.setAccessible(true);
        method.invoke(constructor.newInstance());
      } catch (InvocationTargetException e) {
        // What matters here is that it fails in every JVM.
        out.println(test.getSimpleName() + "." + method.getName() + " fails");
      }
    }
  }

  private static List<Method> sorted(Class<?> test) {
    return Stream.of(test.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .filter(method -> !method.isAnnotationPresent(Tag.class))
        .sorted(Comparator.comparing(Method::getName))
        .toList();
  }
}
