package io.kafkavertx.assignors;

import java.util.ArrayList;
import java.util.List;

/**
 * Improves shares without changing how even they are, until none of the kind is better: nearer
 * first, then more of what was there before.
 *
 * <p>An improvement is a ring in which each member passes on a partition of some pool and gets one
 * of another; or a chain between a member and one that has one partition fewer, which change
 * places. {@link Exchange} finds those that pay. Each one that is made is a gain of at least one
 * partition, so it ends; in very large groups it ends early, after an amount of work that does not
 * depend on the machine.
 */
final class Regaining {
  private static final long MOST_STEPS = 20_000_000;

  private final Shares shares;
  private final Exchange exchange;

  Regaining(Shares shares) {
    this.shares = shares;
    exchange = new Exchange(shares);
  }

  void run() {
    boolean better = true;
    while (better && exchange.steps() < MOST_STEPS) {
      List<List<Integer>> rings = exchange.findRings();
      rings.forEach(this::turn);
      better = !rings.isEmpty();
    }
  }

  private void turn(List<Integer> ring) {
    List<Runnable> gifts = new ArrayList<>();
    Pool inHand = null;
    // A ring may be told from anywhere: begin where a seat gives.
    int start = 0;
    while (!exchange.isSeat(ring.get(start)) || !exchange.isPool(next(ring, start))) {
      start++;
    }
    for (int i = 0; i < ring.size(); i++) {
      int from = ring.get((start + i) % ring.size());
      int to = next(ring, (start + i) % ring.size());
      if (exchange.isSeat(from) && exchange.isPool(to)) {
        inHand = shares.pools.get(exchange.poolOf(to));
        shares.seats.get(from).take(inHand);
      } else if (exchange.isSeat(to) && !exchange.isLevel(from)) {
        Pool gift = inHand;
        gifts.add(() -> shares.seats.get(to).give(gift));
      }
    }
    gifts.forEach(Runnable::run);
  }

  private static int next(List<Integer> ring, int at) {
    return ring.get((at + 1) % ring.size());
  }
}
