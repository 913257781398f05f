package io.kafkavertx.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.BrokerProvider;
import io.kafkavertx.testkit.broker.KafkaBroker;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.opentest4j.TestAbortedException;

class KafkaExtensionTest {
  @RegisterExtension static final KafkaExtension kafka = KafkaExtension.version("4.4.0").shared();

  @Test
  void theBrokerOfTheFieldIsTheBrokerOfTheParameter(KafkaBroker broker) {
    assertThat(broker).isSameAs(kafka.broker());
    assertThat(kafka.bootstrapServers()).isEqualTo(broker.bootstrapServers());
    assertThat(kafka.newTopic(1)).isNotEqualTo(kafka.newTopic(1));
  }

  /** A provider that cannot run here, as containers cannot where there is no Docker. */
  static final class Unavailable implements BrokerProvider {
    @Override
    public Optional<String> unavailable() {
      return Optional.of("not on this machine");
    }

    @Override
    public KafkaBroker start(BrokerOptions options) {
      throw new AssertionError("must not be asked");
    }
  }

  @Test
  void testsAreSkippedWithTheReasonOfAProviderThatCannotRunHere() {
    KafkaExtension nowhere = KafkaExtension.version("4.4.0").provider(new Unavailable());

    assertThatThrownBy(() -> nowhere.beforeAll(null))
        .isInstanceOf(TestAbortedException.class)
        .hasMessage("not on this machine");
  }
}
