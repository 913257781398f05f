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
import java.util.LinkedHashSet;
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
  private boolean racksMatter;

  Shares(ClusterView cluster, Map<String, Subscription> members, Claims claims) {
    for (String member : Members.inOrder(members)) {
      String rack = members.get(member).rack();
      seats.add(new Seat(seats.size(), member, rack == null || rack.isEmpty() ? null : rack));
    }
    TreeMap<String, List<Seat>> wanting = wanting(members);
    racksMatter = racksMatter(cluster, wanting);
    Map<List<Integer>, Audience> known = new LinkedHashMap<>();
    wanting.forEach((topic, seats) -> addTopic(cluster.partitions(topic), topic, seats, known));
    audiences.addAll(known.values());
    audiences.sort((a, b) -> Integer.compare(a.seats.size(), b.seats.size()));
    recall(claims);
  }

  /** Members with the same list of topics are looked at together: in most groups that is all. */
  private TreeMap<String, List<Seat>> wanting(Map<String, Subscription> members) {
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
    TreeMap<String, List<Seat>> wanting = new TreeMap<>();
    sameTopics.forEach(
        (topics, together) ->
            new HashSet<>(topics)
                .forEach(
                    topic ->
                        wanting
                            .computeIfAbsent(topic, name -> new ArrayList<>())
                            .addAll(together)));
    return wanting;
  }

  private void addTopic(
      List<PartitionInfo> partitions,
      String topic,
      List<Seat> wanting,
      Map<List<Integer>, Audience> known) {
    if (partitions.isEmpty()) {
      return;
    }
    List<Integer> key = new ArrayList<>(wanting.size());
    wanting.forEach(seat -> key.add(seat.index));
    key.sort(null);
    Audience audience =
        known.computeIfAbsent(
            key,
            indices -> {
              List<Seat> ordered = new ArrayList<>(indices.size());
              indices.forEach(index -> ordered.add(seats.get(index)));
              return new Audience(ordered);
            });
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
  private boolean racksMatter(ClusterView cluster, TreeMap<String, List<Seat>> wanting) {
    Set<String> ofMembers = new HashSet<>();
    seats.stream().filter(seat -> seat.rack != null).forEach(seat -> ofMembers.add(seat.rack));
    if (ofMembers.isEmpty()) {
      return false;
    }
    Set<String> everywhere = new HashSet<>();
    Set<Set<String>> kinds = new HashSet<>();
    for (String topic : wanting.keySet()) {
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
      for (TopicPartition partition : pool.partitions) {
        Seat seat = byMember.get(claims.owner(partition));
        if (seat != null && wanting.get(pool.audience).contains(seat)) {
          seat.keep(pool, partition);
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
      Set<TopicPartition> left = new LinkedHashSet<>(pool.partitions);
      List<Holding> open = new ArrayList<>();
      for (Holding holding : pool.holdings) {
        List<TopicPartition> kept =
            holding.owned.subList(0, Math.min(holding.held, holding.owned.size()));
        shares.get(holding.seat.member).addAll(kept);
        kept.forEach(left::remove);
        if (holding.hasSurplus()) {
          open.add(holding);
        }
      }
      deal(left, open, shares);
    }
    return shares;
  }

  private static void deal(
      Set<TopicPartition> left, List<Holding> open, Map<String, List<TopicPartition>> shares) {
    open.sort((a, b) -> Integer.compare(a.seat.index, b.seat.index));
    int[] wants = new int[open.size()];
    for (int i = 0; i < wants.length; i++) {
      wants[i] = open.get(i).held - open.get(i).owned.size();
    }
    int turn = 0;
    for (TopicPartition partition : left) {
      while (wants[turn] == 0) {
        turn = (turn + 1) % wants.length;
      }
      shares.get(open.get(turn).seat.member).add(partition);
      wants[turn]--;
      turn = (turn + 1) % wants.length;
    }
  }
}
