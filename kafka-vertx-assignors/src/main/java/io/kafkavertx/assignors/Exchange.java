package io.kafkavertx.assignors;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What partitions can change hands, as a graph: seat to pool when the member can pass one on, pool
 * to seat when the member can get one, and over a node for each load from a seat to one that has
 * one partition more: the two can change places. Edges cost what is lost: 1 for a partition that
 * leaves the member that had it before, -1 for one that returns, and more than all of that for one
 * that is far. Rings with a negative sum pay. They are found as in the algorithm of Bellman and
 * Ford, with a queue, from all nodes at once.
 *
 * <p>Between pools and seats stand crowds, the members of an audience with the same rack, so that
 * edges are few.
 */
final class Exchange {
  private final Shares shares;
  private final int firstPool;
  private final int firstCrowd;
  private final int firstLevel;
  private final int nodes;
  private final long far;
  private final List<List<Seat>> crowds = new ArrayList<>();
  private final List<List<Seat>> byLoad = new ArrayList<>();
  private final long[] distance;
  private final int[] parent;
  private final boolean[] queued;
  private final int[] mark;
  private final ArrayDeque<Integer> queue = new ArrayDeque<>();
  private long steps;
  private int improvements;

  Exchange(Shares shares) {
    this.shares = shares;
    far = shares.partitions() + 1L;
    firstPool = shares.seats.size();
    firstCrowd = firstPool + shares.pools.size();
    for (Audience audience : shares.audiences) {
      audience.firstCrowd = firstCrowd + crowds.size();
      crowds.addAll(audience.byRack.values());
    }
    firstLevel = firstCrowd + crowds.size();
    int most = shares.seats.stream().mapToInt(Seat::load).max().orElse(0);
    for (int load = 0; load <= most; load++) {
      byLoad.add(new ArrayList<>());
    }
    nodes = firstLevel + byLoad.size();
    distance = new long[nodes];
    parent = new int[nodes];
    queued = new boolean[nodes];
    mark = new int[nodes];
  }

  /** How many edges have been looked at so far. */
  long steps() {
    return steps;
  }

  boolean isSeat(int node) {
    return node < firstPool;
  }

  boolean isPool(int node) {
    return node >= firstPool && node < firstCrowd;
  }

  boolean isLevel(int node) {
    return node >= firstLevel;
  }

  int poolOf(int node) {
    return node - firstPool;
  }

  /** Rings that pay and have no node in common, as nodes in order; empty when there are none. */
  List<List<Integer>> findRings() {
    Arrays.fill(distance, 0);
    Arrays.fill(parent, -1);
    Arrays.fill(queued, true);
    queue.clear();
    byLoad.forEach(List::clear);
    shares.seats.forEach(seat -> byLoad.get(seat.load()).add(seat));
    for (int node = 0; node < nodes; node++) {
      queue.add(node);
    }
    improvements = 0;
    while (!queue.isEmpty()) {
      int node = queue.poll();
      queued[node] = false;
      relaxFrom(node);
      if (improvements >= nodes) {
        improvements = 0;
        List<List<Integer>> rings = ringsAmongParents();
        if (!rings.isEmpty()) {
          return rings;
        }
      }
    }
    return List.of();
  }

  private void relaxFrom(int node) {
    if (isSeat(node)) {
      fromSeat(node, shares.seats.get(node));
    } else if (isPool(node)) {
      fromPool(node, shares.pools.get(poolOf(node)));
    } else if (isLevel(node)) {
      byLoad.get(node - firstLevel).forEach(seat -> relax(node, seat.index, 0));
    } else {
      crowds.get(node - firstCrowd).forEach(seat -> relax(node, seat.index, 0));
    }
  }

  private void fromSeat(int node, Seat seat) {
    for (Holding holding : seat.holdings.values()) {
      if (holding.held > 0) {
        Pool pool = holding.pool;
        long cost = (holding.hasSurplus() ? 0 : 1) - (pool.isNear(seat.rack) ? 0 : far);
        relax(node, firstPool + pool.index, cost);
      }
    }
    if (seat.load() + 1 < byLoad.size()) {
      relax(node, firstLevel + seat.load() + 1, 0);
    }
  }

  private void fromPool(int node, Pool pool) {
    int crowd = pool.audience.firstCrowd;
    for (String rack : pool.audience.byRack.keySet()) {
      relax(node, crowd++, pool.isNear(rack) ? 0 : far);
    }
    for (Holding holding : pool.holdings) {
      if (holding.lacks()) {
        relax(node, holding.seat.index, (pool.isNear(holding.seat.rack) ? 0 : far) - 1);
      }
    }
  }

  private void relax(int from, int to, long cost) {
    steps++;
    if (distance[from] + cost < distance[to]) {
      distance[to] = distance[from] + cost;
      parent[to] = from;
      improvements++;
      if (!queued[to]) {
        queued[to] = true;
        queue.add(to);
      }
    }
  }

  private List<List<Integer>> ringsAmongParents() {
    Arrays.fill(mark, 0);
    List<List<Integer>> rings = new ArrayList<>();
    for (int start = 0; start < nodes; start++) {
      int node = start;
      while (node >= 0 && mark[node] == 0) {
        mark[node] = start + 1;
        node = parent[node];
      }
      if (node >= 0 && mark[node] == start + 1) {
        rings.add(ringThrough(node));
      }
    }
    return rings;
  }

  private List<Integer> ringThrough(int node) {
    List<Integer> ring = new ArrayList<>();
    int at = node;
    do {
      ring.add(0, at);
      at = parent[at];
    } while (at != node);
    return ring;
  }
}
