package io.kafkavertx.assignors;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignor.Assignment;
import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.TopicPartition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members are other processes: what they say must not stop the group. */
final class HostileMembersTest {
  @ParameterizedTest
  @ValueSource(strings = {"range", "roundrobin", "sticky", "cooperative-sticky"})
  void garbageAndLiesCostNobodyItsPartitions(String name) {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      RandomGroup group = RandomGroup.of(random);
      group.members().replaceAll((id, s) -> lying(random, s));
      PartitionAssignor assignor = AssignorOracleTest.byName(name);
      Map<String, Set<TopicPartition>> shares =
          StickyOracleTest.sets(assignor.assign(group, group.members()));
      if (!name.equals("cooperative-sticky")) {
        StickyOracleTest.assertComplete(group, shares, name + ", seed " + seed);
      }
    }
  }

  private static Subscription lying(Random random, Subscription s) {
    List<TopicPartition> claimed = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      claimed.add(new TopicPartition("topic" + random.nextInt(8), random.nextInt(20) - 2));
    }
    byte[] userData = StickyUserData.write(claimed, random.nextInt(4) - 2);
    switch (random.nextInt(4)) {
      case 0 -> random.nextBytes(userData);
      case 1 -> userData[random.nextInt(userData.length)] = (byte) random.nextInt();
      case 2 -> userData = Arrays.copyOf(userData, random.nextInt(userData.length + 4));
      default -> {}
    }
    return new Subscription(
        s.topics(), userData, claimed, random.nextInt(5) - 2, s.rack(), s.groupInstanceId());
  }

  @Test
  void hugeCountsCostNoMemoryAndMeanNothing() {
    byte[] topics = ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).array();
    assertThat(StickyUserData.read(topics).partitions()).isEmpty();
    byte[] partitions =
        ByteBuffer.allocate(11)
            .putInt(1)
            .putShort((short) 1)
            .put((byte) 'a')
            .putInt(1 << 30)
            .array();
    assertThat(StickyUserData.read(partitions).partitions()).isEmpty();
  }

  @Test
  void theLaterGenerationIsBelievedAndTheFirstVersionOfTheFormatRead() {
    TopicPartition p0 = new TopicPartition("one", 0);
    StickyAssignor early = new StickyAssignor();
    early.onAssignment(new Assignment(List.of(p0), null), 3);
    StickyAssignor late = new StickyAssignor();
    late.onAssignment(new Assignment(List.of(p0), null), 4);
    RandomGroup group = RandomGroup.of(new Random(1));
    group.members().clear();
    group.put("one", 1);
    for (boolean firstIsLate : new boolean[] {true, false}) {
      group.tell("a", saying(firstIsLate ? late : early));
      group.tell("b", saying(firstIsLate ? early : late));
      assertThat(StickyOracleTest.sets(new StickyAssignor().assign(group, group.members())))
          .containsEntry(firstIsLate ? "a" : "b", Set.of(p0));
    }
    byte[] bytes = late.subscriptionUserData(Set.of("one"));
    StickyUserData.Previous old = StickyUserData.read(Arrays.copyOf(bytes, bytes.length - 4));
    assertThat(old.partitions()).containsExactly(p0);
    assertThat(old.generation()).isEqualTo(-1);
  }

  private static Subscription saying(StickyAssignor member) {
    return new Subscription(
        List.of("one"), member.subscriptionUserData(Set.of("one")), List.of(), -1, null, null);
  }
}
