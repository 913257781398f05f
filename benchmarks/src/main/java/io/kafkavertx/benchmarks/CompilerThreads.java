package io.kafkavertx.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The CPU time of the JIT compiler's threads, which neither Java's thread bean nor its compilation
 * bean knows (the latter counts elapsed time). Read from Linux' {@code /proc}; 0 elsewhere. The JVM
 * must keep its compiler threads ({@code -XX:-UseDynamicNumberOfCompilerThreads}), or the time of
 * those that end is lost.
 */
final class CompilerThreads {
  private static final Path TASKS = Path.of("/proc/self/task");
  // USER_HZ, which Linux fixes for everything it shows to programs.
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  private CompilerThreads() {}

  static double cpuSeconds() {
    if (!Files.isDirectory(TASKS)) {
      return 0;
    }
    try (Stream<Path> tasks = Files.list(TASKS)) {
      return tasks.toList().stream().mapToDouble(CompilerThreads::ofTask).sum();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + TASKS, e);
    }
  }

  /** The line is: id (name) state and numbers; the name may contain anything. */
  private static double ofTask(Path task) {
    String line;
    try {
      line = Files.readString(task.resolve("stat"));
    } catch (IOException ended) {
      return 0;
    }
    int end = line.lastIndexOf(')');
    String name = line.substring(line.indexOf('(') + 1, end);
    if (!name.startsWith("C1 Comp") && !name.startsWith("C2 Comp")) {
      return 0;
    }
    List<String> fields = List.of(line.substring(end + 2).split(" "));
    return (Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(SYSTEM_TIME)))
        / TICKS_PER_SECOND;
  }
}
