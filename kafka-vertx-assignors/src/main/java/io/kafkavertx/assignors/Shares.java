package io.kafkavertx.assignors;

import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The members, what they may have, what they had, and what they have while shares are made. Seats
 * and topics are in order, so the same question always gets the same answer.
 */
final class Shares {
  final List<Seat> seats = new ArrayList<>();
  final List<Pool> pools = new ArrayList<>();

  /** The audiences of the pools, the smallest first. */
  final List<Audience> audiences = new ArrayList<>();

  private int partitions;
  private final boolean racksMatter;

  Shares(ClusterView cluster, Map<String, Subscription> members, Claims claims) {
    for (String member : Members.inOrder(members)) {
      String rack = members.get(member).rack();
      seats.add(new Seat(seats.size(), member, rack == null || rack.isEmpty() ? null : rack));
    }
    List<List<Seat>> groups = new ArrayList<>();
    TreeMap<String, List<Integer>> wanting = wanting(members, groups);
    racksMatter = racksMatter(cluster, wanting.keySet());
    Map<List<Integer>, Audience> known = new LinkedHashMap<>();
    wanting.forEach(
        (topic, wanted) -> {
          List<PartitionInfo> infos = cluster.partitions(topic);
          if (!infos.isEmpty()) {
            addTopic(infos, topic, known.computeIfAbsent(wanted, key -> audience(key, groups)));
          }
        });
    audiences.addAll(known.values());
    audiences.sort((a, b) -> Integer.compare(a.seats.size(), b.seats.size()));
    recall(claims);
  }

  /**
   * Which groups want each topic. Members with the same list of topics are a group and looked at
   * together: in most cases that is all of them.
   *
   * @param groups gets the members of each
   */
  private TreeMap<String, List<Integer>> wanting(
      Map<String, Subscription> members, List<List<Seat>> groups) {
    Map<List<String>, List<Seat>> sameTopics = new LinkedHashMap<>();
    List<String> last = null;
    List<Seat> group = null;
    for (Seat seat : seats) {
      List<String> topics = members.get(seat.member).topics();
      // To compare is cheaper than to hash, and most are like the one before.
      if (!topics.equals(last)) {
        last = topics;
        group = sameTopics.computeIfAbsent(topics, list -> new ArrayList<>());
      }
      group.add(seat);
    }
    TreeMap<String, List<Integer>> wanting = new TreeMap<>();
    sameTopics.forEach(
        (topics, together) -> {
          Integer number = groups.size();
          groups.add(together);
          for (String topic : new HashSet<>(topics)) {
            wanting.computeIfAbsent(topic, name -> new ArrayList<>()).add(number);
          }
        });
    return wanting;
  }

  private static Audience audience(List<Integer> numbers, List<List<Seat>> groups) {
    List<Seat> together = new ArrayList<>();
    numbers.forEach(number -> together.addAll(groups.get(number)));
    if (numbers.size() > 1) {
      together.sort((a, b) -> Integer.compare(a.index, b.index));
    }
    return new Audience(together);
  }

  private void addTopic(List<PartitionInfo> partitions, String topic, Audience audience) {
    Map<Set<String>, Pool> byRacks = new HashMap<>();
    for (PartitionInfo partition : partitions) {
      Set<String> racks = racksMatter ? racks(partition) : Set.of();
      Pool pool = byRacks.get(racks);
      if (pool == null) {
        pool = new Pool(pools.size(), topic, audience, racksMatter ? racks : null);
        byRacks.put(racks, pool);
        pools.add(pool);
      }
      pool.partitions.add(partition.topicPartition());
      pool.unplaced++;
      this.partitions++;
    }
  }

  /** Not when no replica is in any member's rack, or when every partition is in all racks. */
  private boolean racksMatter(ClusterView cluster, Set<String> topics) {
    Set<String> ofMembers = new HashSet<>();
    seats.stream().filter(seat -> seat.rack != null).forEach(seat -> ofMembers.add(seat.rack));
    if (ofMembers.isEmpty()) {
      return false;
    }
    Set<String> everywhere = new HashSet<>();
    Set<Set<String>> kinds = new HashSet<>();
    for (String topic : topics) {
      for (PartitionInfo partition : cluster.partitions(topic)) {
        Set<String> racks = racks(partition);
        kinds.add(racks);
        everywhere.addAll(racks);
      }
    }
    return kinds.size() > 1 && ofMembers.stream().anyMatch(everywhere::contains);
  }

  private static Set<String> racks(PartitionInfo partition) {
    Set<String> racks = new HashSet<>();
    for (Node replica : partition.replicas()) {
      if (replica.rack() != null) {
        racks.add(replica.rack());
      }
    }
    return racks;
  }

  /** What members had before, as far as they still want it and it still exists. */
  private void recall(Claims claims) {
    Map<String, Seat> byMember = new HashMap<>();
    seats.forEach(seat -> byMember.put(seat.member, seat));
    Map<Audience, Set<Seat>> wanting = new HashMap<>();
    audiences.forEach(audience -> wanting.put(audience, new HashSet<>(audience.seats)));
    for (Pool pool : pools) {
      Set<Seat> wanted = wanting.get(pool.audience);
      for (int place = 0; place < pool.partitions.size(); place++) {
        String owner = claims.owner(pool.partitions.get(place));
        Seat seat = owner == null ? null : byMember.get(owner);
        if (seat != null && wanted.contains(seat)) {
          seat.keep(pool, place);
          pool.unplaced--;
        }
      }
    }
  }

  boolean racksMatter() {
    return racksMatter;
  }

  /** How many partitions there are. */
  int partitions() {
    return partitions;
  }

  /** Decides which partitions of each pool go where: what stays first, the rest in turn. */
  Map<String, List<TopicPartition>> byMember() {
    Map<String, List<TopicPartition>> shares = new LinkedHashMap<>();
    seats.forEach(seat -> shares.put(seat.member, new ArrayList<>(seat.load())));
    for (Pool pool : pools) {
      boolean[] taken = new boolean[pool.partitions.size()];
      List<Holding> open = new ArrayList<>();
      for (Holding holding : pool.holdings) {
        List<TopicPartition> share = shares.get(holding.seat.member);
        int kept = Math.min(holding.held, holding.ownedCount());
        for (int i = 0; i < kept; i++) {
          taken[holding.owned(i)] = true;
          share.add(pool.partitions.get(holding.owned(i)));
        }
        if (holding.hasSurplus()) {
          open.add(holding);
        }
      }
      if (!open.isEmpty()) {
        deal(pool, taken, open, shares);
      }
    }
    return shares;
  }

  private static void deal(
      Pool pool, boolean[] taken, List<Holding> open, Map<String, List<TopicPartition>> shares) {
    open.sort((a, b) -> Integer.compare(a.seat.index, b.seat.index));
    int[] wants = new int[open.size()];
    for (int i = 0; i < wants.length; i++) {
      wants[i] = open.get(i).held - open.get(i).ownedCount();
    }
    int turn = 0;
    for (int place = 0; place < taken.length; place++) {
      if (taken[place]) {
        continue;
      }
      while (wants[turn] == 0) {
        turn = (turn + 1) % wants.length;
      }
      shares.get(open.get(turn).seat.member).add(pool.partitions.get(place));
      wants[turn]--;
      turn = (turn + 1) % wants.length;
    }
  }
}
