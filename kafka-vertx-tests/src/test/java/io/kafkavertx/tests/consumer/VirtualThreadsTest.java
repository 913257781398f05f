package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kafkavertx.tests.support.ChildProcess;
import io.kafkavertx.tests.support.Jdks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in verticles with virtual threads, in a JVM that has them. */
@Tag("slow")
final class VirtualThreadsTest {
  private static final int FIRST_RELEASE = 21;

  @TempDir Path directory;

  @Test
  void recordsCanBeTakenOnVirtualThreadsByEachWay() throws Exception {
    Optional<Path> jdk = Jdks.atLeast(FIRST_RELEASE);
    assumeTrue(
        jdk.isPresent(),
        "virtual threads need JDK "
            + FIRST_RELEASE
            + ": there is none beside the one that runs the tests, and no JAVA_HOME_* names one");
    List<String> output =
        ChildProcess.run(
            jdk.get(),
            directory.resolve("output"),
            List.of("-cp", ChildProcess.classPath(), VirtualThreadsMain.class.getName()));
    assertThat(output)
        .contains("done: loop", "done: close ends a loop", "done: process", "done: handler");
  }
}
