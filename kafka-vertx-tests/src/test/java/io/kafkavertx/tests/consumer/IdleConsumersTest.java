package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.tests.support.ChildProcess;
import io.kafkavertx.tests.support.SharedBroker;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Must hold 8. Consumers share event loops: they need sockets and timers, not threads. */
@Tag("slow")
final class IdleConsumersTest {
  @TempDir Path directory;

  @Test
  void aHundredIdleConsumersNeedNoMoreThreadsThanOne() throws Exception {
    String topic = SharedBroker.name("idle");
    SharedBroker.createTopic(topic, 1);
    List<String> said =
        ChildProcess.run(
            directory.resolve("log"),
            List.of(
                "-cp",
                ChildProcess.classPath(),
                IdleConsumers.class.getName(),
                SharedBroker.bootstrapServers(),
                topic));
    List<String> one = threads(said, "1 ");
    List<String> hundred = threads(said, "100 ");
    assertThat(one).anyMatch(name -> name.contains("eventloop"));
    assertThat(hundred).as("with one: %s", one).hasSizeLessThanOrEqualTo(one.size());
  }

  private static List<String> threads(List<String> said, String consumers) {
    String line =
        said.stream().filter(l -> l.startsWith(consumers + "[")).findFirst().orElseThrow();
    return List.of(line.substring(line.indexOf('[') + 1, line.lastIndexOf(']')).split(", "));
  }
}
