package io.kafkavertx.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class OldBrokerTest {
  @Test
  void aBrokerOfTheZooKeeperEraLivesTheSameLife() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(BrokerOptions.version("0.8.2.2"))) {
      broker.createTopic("old", 2);
      Map<Integer, Integer> leaders = leaders(broker, "old");
      assertThat(leaders).isEqualTo(Map.of(0, 1, 1, 1));

      broker.pause();
      broker.resume();
      broker.kill();
      broker.restart();

      // A broker of 0.8 answers before its controller has made it the leader again.
      Deadline deadline = Deadline.in(Duration.ofSeconds(60));
      while (!leaders(broker, "old").equals(leaders) && !deadline.isOver()) {
        deadline.pause();
      }
      assertThat(leaders(broker, "old")).isEqualTo(leaders);
    }
  }

  @Test
  void securityThatABrokerIsTooOldForIsRefusedBeforeItStarts() {
    BrokerOptions options =
        BrokerOptions.version("0.10.0.1")
            .listener(
                Listener.saslPlaintext("SASL_PLAINTEXT")
                    .scramUser("SCRAM-SHA-256", "alice", "secret"));

    assertThatThrownBy(() -> KafkaBroker.start(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.10.2");
    BrokerOptions named =
        BrokerOptions.version("0.10.0.1").listener(Listener.saslPlaintext("MINE"));
    assertThatThrownBy(() -> KafkaBroker.start(named))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("called by its protocol");
    BrokerOptions two =
        BrokerOptions.version("0.10.2.2")
            .listener(Listener.saslPlaintext("ONE").plainUser("alice", "secret"))
            .listener(Listener.saslPlaintext("TWO").plainUser("bob", "secret"));
    assertThatThrownBy(() -> KafkaBroker.start(two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one SASL listener");
  }

  private static Map<Integer, Integer> leaders(KafkaBroker broker, String topic) throws Exception {
    return BrokerProbe.metadata(broker.address("PLAINTEXT"), 30_000, topic).leaders().get(topic);
  }
}
