package io.kafkavertx.assignors;

import java.util.LinkedHashMap;
import java.util.Map;

/** A member while shares are made: how many partitions of which pools it has. */
final class Seat {
  final int index;
  final String member;
  final String rack;
  final Map<Pool, Holding> holdings = new LinkedHashMap<>();
  private int load;

  /**
   * @param index the member's place in the order of members
   * @param rack null when the member names none: it is near to every partition
   */
  Seat(int index, String member, String rack) {
    this.index = index;
    this.member = member;
    this.rack = rack;
  }

  /** How many partitions the member has. */
  int load() {
    return load;
  }

  Holding holding(Pool pool) {
    Holding holding = holdings.get(pool);
    if (holding == null) {
      holding = new Holding(this, pool);
      holdings.put(pool, holding);
      pool.holdings.add(holding);
    }
    return holding;
  }

  /** Notes that it had the partition at that place before, and has it now. */
  void keep(Pool pool, int place) {
    Holding holding = holding(pool);
    holding.own(place);
    holding.held++;
    load++;
  }

  void give(Pool pool) {
    holding(pool).held++;
    load++;
  }

  void take(Pool pool) {
    Holding holding = holdings.get(pool);
    if (holding == null || holding.held == 0) {
      throw new IllegalStateException(member + " has nothing of " + pool);
    }
    holding.held--;
    load--;
  }

  void drop(Holding holding, int count) {
    holding.held -= count;
    load -= count;
    holding.pool.unplaced += count;
  }
}
