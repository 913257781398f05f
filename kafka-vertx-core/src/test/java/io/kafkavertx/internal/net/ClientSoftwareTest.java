package io.kafkavertx.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Brokers are told the same version whether the classes are in a jar or not. */
class ClientSoftwareTest {
  @Test
  void theVersionIsThatOfTheBuild() {
    assertThat(ClientSoftware.VERSION).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }
}
