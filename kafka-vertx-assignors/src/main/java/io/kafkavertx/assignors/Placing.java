package io.kafkavertx.assignors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The first draft of the shares: who had more than a fair share before loses the rest, and what
 * nobody has goes to those that have least. With one audience and without racks the draft is final;
 * else it is where {@link Levelling} and {@link Regaining} start from.
 */
final class Placing {
  private static final Comparator<Seat> LEAST_FIRST =
      Comparator.comparingInt(Seat::load).thenComparingInt(seat -> seat.index);

  private final Shares shares;

  Placing(Shares shares) {
    this.shares = shares;
  }

  void run() {
    if (shares.audiences.isEmpty()) {
      return;
    }
    if (shares.racksMatter()) {
      for (Pool pool : shares.pools) {
        pool.holdings.stream()
            .filter(holding -> !pool.isNear(holding.seat.rack))
            .forEach(holding -> holding.seat.drop(holding, holding.held));
      }
    }
    trim();
    Map<Audience, List<Pool>> pools = new HashMap<>();
    for (Pool pool : shares.pools) {
      pools.computeIfAbsent(pool.audience, audience -> new ArrayList<>()).add(pool);
    }
    if (shares.racksMatter()) {
      shares.audiences.forEach(audience -> placeNear(pools.get(audience)));
    }
    shares.audiences.forEach(audience -> place(audience, pools.get(audience)));
  }

  private void trim() {
    if (shares.audiences.size() == 1) {
      List<Seat> most = new ArrayList<>(shares.audiences.get(0).seats);
      most.sort(Comparator.comparingInt(Seat::load).reversed());
      int fair = shares.partitions() / most.size();
      int extra = shares.partitions() % most.size();
      for (Seat seat : most) {
        trim(seat, fair + (extra-- > 0 ? 1 : 0));
      }
    } else {
      int most = (shares.partitions() + shares.seats.size() - 1) / shares.seats.size();
      shares.seats.forEach(seat -> trim(seat, most));
    }
  }

  private static void trim(Seat seat, int most) {
    if (seat.load() <= most) {
      return;
    }
    // What many want finds another place most easily.
    List<Holding> holdings = new ArrayList<>(seat.holdings.values());
    holdings.sort(
        Comparator.comparingInt((Holding holding) -> holding.pool.audience.seats.size())
            .thenComparingInt(holding -> -holding.pool.index)
            .reversed());
    for (Holding holding : holdings) {
      seat.drop(holding, Math.min(holding.held, seat.load() - most));
    }
  }

  /** To members in the racks of the replicas, while they have less than a fair share. */
  private void placeNear(List<Pool> pools) {
    int most = shares.partitions() / shares.seats.size();
    for (Pool pool : pools) {
      PriorityQueue<Seat> near = new PriorityQueue<>(LEAST_FIRST);
      pool.audience.seats.stream().filter(seat -> pool.isNear(seat.rack)).forEach(near::add);
      while (pool.unplaced > 0 && !near.isEmpty() && near.peek().load() < most) {
        Seat seat = near.poll();
        seat.give(pool);
        pool.unplaced--;
        near.add(seat);
      }
    }
  }

  private static void place(Audience audience, List<Pool> pools) {
    PriorityQueue<Seat> seats = new PriorityQueue<>(LEAST_FIRST);
    seats.addAll(audience.seats);
    for (Pool pool : pools) {
      for (; pool.unplaced > 0; pool.unplaced--) {
        Seat seat = seats.poll();
        seat.give(pool);
        seats.add(seat);
      }
    }
  }
}
