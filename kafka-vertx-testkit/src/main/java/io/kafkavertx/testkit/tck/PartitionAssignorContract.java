package io.kafkavertx.testkit.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignor.Assignment;
import io.kafkavertx.spi.PartitionAssignor.RebalanceProtocol;
import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What a partition assignor must keep to: every partition goes to one member that wants it, the
 * same question gets the same answer, nothing that members say makes it fail, and it never blocks
 * the event loop.
 */
public abstract class PartitionAssignorContract extends PluginContract<PartitionAssignorFactory> {
  private static final int ROUNDS = 300;

  /** Rebalances after which a cooperative group must be at rest. */
  private static final int MOST_REBALANCES = 5;

  protected PartitionAssignorContract() {
    super(PartitionAssignorFactory.class);
  }

  private PartitionAssignor assignor() {
    return factory().create(config());
  }

  @Test
  void theNameOnTheWireIsTheFactorys() {
    assertEquals(factory().name(), assignor().name());
  }

  @Test
  void itSupportsSomeProtocolAndItsVersionIsNotNegative() {
    assertFalse(assignor().supportedProtocols().isEmpty(), "no protocol is supported");
    assertTrue(assignor().version() >= 0, "the version is negative");
  }

  @Test
  void everyPartitionGoesToOneMemberThatWantsIt() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      TestGroup group = new TestGroup(new Random(seed));
      Map<String, Set<TopicPartition>> shares = settle(group, seed);
      List<String> given = new ArrayList<>();
      for (Map.Entry<String, Set<TopicPartition>> share : shares.entrySet()) {
        Subscription wants = group.members.get(share.getKey());
        for (TopicPartition tp : share.getValue()) {
          assertTrue(
              wants.topics().contains(tp.topic()),
              "seed " + seed + ": " + share.getKey() + " did not want " + tp);
          given.add(tp.toString());
        }
      }
      Set<String> once = new TreeSet<>(given);
      assertEquals(once.size(), given.size(), "seed " + seed + ": a partition has two owners");
      assertEquals(group.wantedPartitions(), once, "seed " + seed);
    }
  }

  /** One rebalance, or, when partitions are handed over cooperatively, as many as it takes. */
  private Map<String, Set<TopicPartition>> settle(TestGroup group, int seed) {
    Map<String, PartitionAssignor> assignors = new LinkedHashMap<>();
    group.members.keySet().forEach(member -> assignors.put(member, assignor()));
    boolean cooperative = assignor().supportedProtocols().contains(RebalanceProtocol.COOPERATIVE);
    Map<String, Set<TopicPartition>> owned = new TreeMap<>();
    for (int generation = 1; generation <= MOST_REBALANCES; generation++) {
      Map<String, Set<TopicPartition>> shares =
          rebalance(group, assignors, owned, generation, cooperative);
      boolean gaveUp = false;
      for (String member : group.members.keySet()) {
        for (String other : group.members.keySet()) {
          for (TopicPartition tp : shares.get(member)) {
            assertFalse(
                cooperative
                    && !member.equals(other)
                    && owned.getOrDefault(other, Set.of()).contains(tp),
                "seed " + seed + ": " + member + " got " + tp + ", which " + other + " still has");
          }
        }
        gaveUp |= !shares.get(member).containsAll(owned.getOrDefault(member, Set.of()));
      }
      boolean settled = owned.equals(shares);
      owned = shares;
      if (settled || !cooperative && generation == 2) {
        return shares;
      }
      assertTrue(generation < MOST_REBALANCES || !gaveUp, "seed " + seed + ": no rest");
    }
    return owned;
  }

  private Map<String, Set<TopicPartition>> rebalance(
      TestGroup group,
      Map<String, PartitionAssignor> assignors,
      Map<String, Set<TopicPartition>> owned,
      int generation,
      boolean cooperative) {
    Map<String, Subscription> told = new LinkedHashMap<>();
    group.members.forEach(
        (member, wants) ->
            told.put(
                member,
                new Subscription(
                    wants.topics(),
                    assignors.get(member).subscriptionUserData(new HashSet<>(wants.topics())),
                    cooperative ? List.copyOf(owned.getOrDefault(member, Set.of())) : List.of(),
                    generation - 1,
                    wants.rack(),
                    wants.groupInstanceId())));
    Map<String, Assignment> shares = assignor().assign(group.cluster, Map.copyOf(told));
    Map<String, Set<TopicPartition>> sets = new TreeMap<>();
    for (String member : group.members.keySet()) {
      Assignment share = shares.getOrDefault(member, new Assignment(List.of(), null));
      assertEquals(
          share.partitions().size(),
          new HashSet<>(share.partitions()).size(),
          member + " got a partition twice");
      assignors.get(member).onAssignment(share, generation);
      sets.put(member, new HashSet<>(share.partitions()));
    }
    return sets;
  }

  @Test
  void theOrderInWhichMembersAreTalliedDoesNotMatter() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      TestGroup group = new TestGroup(new Random(seed));
      Map<String, Subscription> forwards = new TreeMap<>(group.members);
      Map<String, Subscription> backwards = new TreeMap<>(forwards).descendingMap();
      assertEquals(
          partitions(assignor().assign(group.cluster, forwards)),
          partitions(assignor().assign(group.cluster, backwards)),
          "seed " + seed);
    }
  }

  private static Map<String, Set<TopicPartition>> partitions(Map<String, Assignment> shares) {
    Map<String, Set<TopicPartition>> partitions = new TreeMap<>();
    shares.forEach(
        (member, share) -> {
          if (!share.partitions().isEmpty()) {
            partitions.put(member, new HashSet<>(share.partitions()));
          }
        });
    return partitions;
  }

  @Test
  void whatMembersSayNeverMakesItFail() {
    for (int seed = 0; seed < 5 * ROUNDS; seed++) {
      Random random = new Random(seed);
      TestGroup group = new TestGroup(random);
      Map<String, Subscription> told = new LinkedHashMap<>();
      group.members.forEach((member, wants) -> told.put(member, lie(random, wants)));
      assignor().assign(group.cluster, Map.copyOf(told));
    }
  }

  @Test
  void itNeverBlocksTheEventLoop() {
    ThreadRule.neverBlocks("the assignor", this::useOne);
  }

  @Test
  void assignorsOfTwoClientsWorkSideBySide() {
    ThreadRule.sideBySide(2, this::useOne);
  }

  private void useOne() {
    for (int seed = 0; seed < 20; seed++) {
      settle(new TestGroup(new Random(seed)), seed);
    }
  }

  private Subscription lie(Random random, Subscription wants) {
    List<TopicPartition> claimed = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      claimed.add(new TopicPartition("topic" + random.nextInt(9), random.nextInt(20) - 3));
    }
    PartitionAssignor member = assignor();
    member.onAssignment(new Assignment(claimed, null), random.nextInt(5) - 1);
    byte[] userData = member.subscriptionUserData(new HashSet<>(wants.topics()));
    if (userData == null || userData.length == 0 || random.nextBoolean()) {
      userData = new byte[random.nextInt(40)];
      random.nextBytes(userData);
    } else {
      userData[random.nextInt(userData.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return new Subscription(
        wants.topics(),
        userData,
        claimed,
        random.nextInt(5) - 2,
        wants.rack(),
        wants.groupInstanceId());
  }
}
