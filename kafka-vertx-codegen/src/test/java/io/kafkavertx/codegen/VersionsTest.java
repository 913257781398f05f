package io.kafkavertx.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VersionsTest {
  @Test
  void everyNotationOfTheSchemasIsUnderstood() {
    assertThat(Versions.parse("3+")).isEqualTo(new Versions(3, Versions.OPEN)).hasToString("3+");
    assertThat(Versions.parse("1-4")).isEqualTo(new Versions(1, 4)).hasToString("1-4");
    assertThat(Versions.parse("2")).isEqualTo(new Versions(2, 2)).hasToString("2");
    assertThat(Versions.parse("none").isEmpty()).isTrue();
    assertThat(Versions.parse(null)).hasToString("none");
  }

  @Test
  void rangesThatTouchJoinAndOthersDoNot() {
    assertThat(new Versions(0, 2).join(new Versions(3, 5))).isEqualTo(new Versions(0, 5));
    assertThat(new Versions(3, 5).join(Versions.NONE)).isEqualTo(new Versions(3, 5));
    assertThatThrownBy(() -> new Versions(0, 1).join(new Versions(3, 5)))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("hole");
  }

  @Test
  void whatRangesDoNotShareIsEmpty() {
    assertThat(new Versions(0, 2).intersect(new Versions(3, 5))).isEqualTo(Versions.NONE);
    assertThat(new Versions(0, 4).intersect(new Versions(3, 5))).isEqualTo(new Versions(3, 4));
    assertThat(new Versions(0, 4).contains(new Versions(1, 4))).isTrue();
    assertThat(new Versions(0, 4).contains(new Versions(1, 5))).isFalse();
  }
}
