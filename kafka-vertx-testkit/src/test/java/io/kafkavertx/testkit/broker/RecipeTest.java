package io.kafkavertx.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {
  @ParameterizedTest
  @CsvSource({
    "0.8.0,   kafka_2.10, HOST_AND_PORT",
    "0.8.2.2, kafka_2.11, HOST_AND_PORT",
    "0.9.0.1, kafka_2.11, LISTENERS",
    "0.10.1.1,kafka_2.11, LISTENERS",
    "0.10.2.2,kafka_2.11, NAMED_LISTENERS",
    "2.3.1,   kafka_2.11, NAMED_LISTENERS",
    "2.4.0,   kafka_2.13, NAMED_LISTENERS",
    "3.8.1,   kafka_2.13, NAMED_LISTENERS",
    "3.9.2,   kafka_2.13, KRAFT",
    "4.4.0,   kafka_2.13, KRAFT",
    "5.0.0,   kafka_2.13, KRAFT"
  })
  void everyEraHasItsArtifactAndItsStyle(String version, String artifact, Recipe.Style style) {
    Recipe recipe = Recipe.of(KafkaVersion.parse(version));

    assertThat(recipe.style()).isEqualTo(style);
    assertThat(recipe.artifacts().get(0).coordinates())
        .isEqualTo("org.apache.kafka:" + artifact + ":" + version);
  }

  @Test
  void versionsAreOrderedByNumberAndNotByText() {
    assertThat(KafkaVersion.parse("0.10.2.2").atLeast(0, 9)).isTrue();
    assertThat(KafkaVersion.parse("0.8.2.2").atLeast(0, 8, 3)).isFalse();
    assertThat(KafkaVersion.parse("4.5.0-rc1").atLeast(4, 4)).isTrue();
  }

  @Test
  void whatIsNoVersionOrTooOldIsSaid() {
    assertThatThrownBy(() -> KafkaVersion.parse("latest"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("latest");
    assertThatThrownBy(() -> Recipe.of(KafkaVersion.parse("0.7.2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.8.0");
  }
}
