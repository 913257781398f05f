package io.kafkavertx.assignors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Members that want the same topics, or some of the same, as a set that several topics share. */
final class Audience {
  final List<Seat> seats;

  /** The node of the first of {@link #byRack} in {@link Exchange}. */
  int firstCrowd;

  /** The search that has been here last. */
  int round;

  /** The seats by rack; one entry, under null, for those that name none. */
  final Map<String, List<Seat>> byRack = new LinkedHashMap<>();

  Audience(List<Seat> seats) {
    this.seats = seats;
    for (Seat seat : seats) {
      byRack.computeIfAbsent(seat.rack, rack -> new ArrayList<>()).add(seat);
    }
  }
}
