package io.kafkavertx.assignors;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes loads as even as subscriptions allow. A member hands one partition to another that has at
 * least two fewer, directly or along a chain of members in which each passes one on. When no such
 * chain is left, no other shares are more even: neither is the largest smaller, nor the smallest
 * larger.
 */
final class Levelling {
  private final Shares shares;
  private final List<Deque<Seat>> byLoad = new ArrayList<>();
  private final int[] seen;
  private final Seat[] giver;
  private final Pool[] given;
  private final boolean[] done;
  private int round;

  Levelling(Shares shares) {
    this.shares = shares;
    int count = shares.seats.size();
    seen = new int[count];
    giver = new Seat[count];
    given = new Pool[count];
    done = new boolean[count];
  }

  void run() {
    int most = shares.seats.stream().mapToInt(Seat::load).max().orElse(0);
    for (int load = 0; load <= most; load++) {
      byLoad.add(new ArrayDeque<>());
    }
    shares.seats.forEach(seat -> byLoad.get(seat.load()).add(seat));
    for (int load = most; load >= 2; load--) {
      Seat seat;
      while ((seat = byLoad.get(load).poll()) != null) {
        // A seat whose load has changed waits in another queue as well.
        if (seat.load() == load && !done[seat.index]) {
          relieve(seat);
        }
      }
    }
  }

  private void relieve(Seat seat) {
    List<Seat> reached = new ArrayList<>();
    Seat end = search(seat, reached);
    if (end == null) {
      // All that can be reached is nearly as full, and cannot help those with even less.
      reached.forEach(full -> done[full.index] = true);
      return;
    }
    for (Seat to = end; to != seat; to = giver[to.index]) {
      giver[to.index].take(given[to.index]);
      to.give(given[to.index]);
    }
    byLoad.get(seat.load()).add(seat);
    byLoad.get(end.load()).add(end);
  }

  private Seat search(Seat from, List<Seat> reached) {
    round++;
    seen[from.index] = round;
    reached.add(from);
    for (int next = 0; next < reached.size(); next++) {
      Seat seat = reached.get(next);
      for (boolean surplus : new boolean[] {true, false}) {
        for (Holding holding : seat.holdings.values()) {
          if (holding.held > 0 && holding.hasSurplus() == surplus) {
            Seat end = look(seat, holding.pool, from.load(), reached);
            if (end != null) {
              return end;
            }
          }
        }
      }
    }
    return null;
  }

  private Seat look(Seat from, Pool pool, int load, List<Seat> reached) {
    if (pool.audience.round == round) {
      return null;
    }
    pool.audience.round = round;
    Seat best = null;
    for (Seat seat : pool.audience.seats) {
      if (seen[seat.index] == round || done[seat.index]) {
        continue;
      }
      seen[seat.index] = round;
      giver[seat.index] = from;
      given[seat.index] = pool;
      reached.add(seat);
      if (seat.load() <= load - 2 && (best == null || seat.load() < best.load())) {
        best = seat;
      }
    }
    return best;
  }
}
