package io.kafkavertx.tests.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kafkavertx.tests.support.ChildProcess;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.Jdks;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.ThreadingModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Kafka on the event bus in verticles that do not run on an event loop. */
final class VerticleThreadsTest {
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();
  @TempDir Path directory;

  private final String topic = SharedBroker.name("threads");

  @BeforeEach
  void createTopic() {
    SharedBroker.createTopic(topic, 3);
  }

  private ThreadingTrial onWorkers() {
    return new ThreadingTrial(
        guarded.vertx(), SharedBroker.bootstrapServers(), topic, ThreadingModel.WORKER);
  }

  @Test
  void aKafkaVerticleOnWorkersDeliversStoresAnswersAndIsUndeployed() throws Exception {
    onWorkers().verticle();
  }

  @Test
  void whatAWorkerVerticleMakesCallsBackThereAndClosesWithIt() throws Exception {
    onWorkers().madeByHand();
  }

  @Test
  @Tag("slow")
  void theSameHoldsOnVirtualThreads() throws Exception {
    Optional<Path> jdk = Jdks.atLeast(FIRST_WITH_VIRTUAL_THREADS);
    assumeTrue(
        jdk.isPresent(),
        "virtual threads need JDK "
            + FIRST_WITH_VIRTUAL_THREADS
            + ": there is none beside the one that runs the tests, and no JAVA_HOME_* names one");
    List<String> output =
        ChildProcess.run(
            jdk.get(),
            directory.resolve("output"),
            List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ChildProcess.classPath(),
                ThreadingTrial.class.getName(),
                SharedBroker.bootstrapServers(),
                topic));
    assertThat(output).contains("done: verticle", "done: made by hand");
  }
}
