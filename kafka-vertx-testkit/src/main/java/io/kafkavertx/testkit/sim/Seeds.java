package io.kafkavertx.testkit.sim;

import java.nio.file.Path;

/**
 * Runs a simulation for many seeds, and says how to see a failure again.
 *
 * <p>{@code -Dsim.seed=N} runs that seed only; {@code -Dsim.seeds=N} changes how many run; {@code
 * -Dsim.from=N} where they start. {@code -Dsim.fingerprints=FILE} appends the fingerprint of every
 * run to a file: the same in every JVM.
 */
public final class Seeds {
  private Seeds() {}

  /** One run. */
  @FunctionalInterface
  public interface Simulation {
    void run(SimWorld world) throws Exception;
  }

  /**
   * Runs {@code simulation} with seeds 1 to {@code count}, or as the system properties say.
   *
   * @param test the test class, which the command that repeats a failure names
   * @throws SimFailure at the first seed that fails
   */
  public static void run(Class<?> test, int count, Simulation simulation) {
    Long single = Long.getLong("sim.seed");
    if (single != null) {
      runOne(test, single, simulation);
      return;
    }
    long from = Long.getLong("sim.from", 1L);
    long seeds = Long.getLong("sim.seeds", (long) count);
    for (long seed = from; seed < from + seeds; seed++) {
      runOne(test, seed, simulation);
    }
  }

  /**
   * As {@link #run}, but with as many threads as the machine has processors, each of which takes
   * one seed after the other: for simulations of which no two runs share anything that is not safe
   * for threads. Each run is the same as in {@link #run}.
   *
   * @param test the test class, which the command that repeats a failure names
   * @throws SimFailure when a seed fails, for the lowest that does
   */
  public static void runSideBySide(Class<?> test, int count, Simulation simulation) {
    if (Long.getLong("sim.seed") != null) {
      run(test, count, simulation);
      return;
    }
    long from = Long.getLong("sim.from", 1L);
    long seeds = Long.getLong("sim.seeds", (long) count);
    new SeedThreads(from, from + seeds, seed -> runOne(test, seed, simulation)).run();
  }

  /** The command that repeats a run. */
  public static String replayCommand(Class<?> test, long seed) {
    return "mvn -B -ntp -Dfast -pl kafka-vertx-tests -am test -Dtest="
        + test.getSimpleName()
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dsim.seed="
        + seed;
  }

  private static void runOne(Class<?> test, long seed, Simulation simulation) {
    SimWorld world = new SimWorld(seed);
    try {
      simulation.run(world);
    } catch (SimFailure e) {
      throw failure(test, world, e.getMessage(), e);
    } catch (Exception | AssertionError e) {
      throw failure(test, world, e + "\n" + world.describe(), e);
    } finally {
      String list = System.getProperty("sim.fingerprints");
      if (list != null) {
        String line = test.getSimpleName() + " " + seed + " " + world.fingerprint() + "\n";
        SimStory.append(Path.of(list), line);
      }
    }
  }

  private static SimFailure failure(Class<?> test, SimWorld world, String story, Throwable cause) {
    return new SimFailure(
        "seed "
            + world.seed()
            + " failed; to see it again: "
            + replayCommand(test, world.seed())
            + "\n(it is the same run when it ends with fingerprint "
            + world.fingerprint()
            + "; if not, compare the two files that -Dsim.story=FILE writes)\n"
            + story,
        cause);
  }
}
