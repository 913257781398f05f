package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.tests.support.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A seed is the same world in every JVM, whatever order its sets iterate in, whatever the identity
 * hash codes are, and whatever ran before: or else a failure in CI could not be seen again.
 */
@Tag("slow")
class SameWorldEverywhereTest {
  private static final int MAX_JVMS = 12;

  /** The JVM's default, and random numbers. */
  private static final List<String> IDENTITIES = List.of("-XX:hashCode=5", "-XX:hashCode=0");

  @TempDir Path directory;

  private record Run(String order, List<String> fingerprints) {}

  @Test
  void everySeedEndsWithTheSameFingerprintInAnotherJvm() throws Exception {
    Run one = run(0);
    Run other = run(1);
    for (int jvm = 2; other.order.equals(one.order) && jvm < MAX_JVMS; jvm++) {
      assertThat(other.fingerprints).isEqualTo(one.fingerprints);
      other = run(jvm);
    }
    assertThat(one.fingerprints).hasSizeGreaterThan(20);
    assertThat(other.order).as("order of sets in %s JVMs", MAX_JVMS).isNotEqualTo(one.order);
    assertThat(other.fingerprints).isEqualTo(one.fingerprints);
  }

  private Run run(int jvm) throws Exception {
    Path fingerprints = directory.resolve("fingerprints-" + jvm);
    Path root =
        Path.of(
            SameWorldEverywhereTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    List<String> arguments = new ArrayList<>();
    arguments.add("-XX:+UnlockExperimentalVMOptions");
    arguments.add(IDENTITIES.get(jvm % IDENTITIES.size()));
    arguments.add("-XX:TieredStopAtLevel=1");
    arguments.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
    arguments.add("-Dsim.fingerprints=" + fingerprints);
    arguments.addAll(List.of("-cp", ChildProcess.classPath(), SimWorldsMain.class.getName()));
    arguments.add(root.toString());
    arguments.addAll(jvm % 2 == 0 ? List.of("1", "2") : List.of("2", "1"));
    String order =
        ChildProcess.run(directory.resolve("output-" + jvm), arguments).stream()
            .filter(line -> line.startsWith(SimWorldsMain.ORDER))
            .findFirst()
            .orElseThrow();
    return new Run(order, Files.readAllLines(fingerprints).stream().sorted().toList());
  }
}
