package io.kafkavertx.tests.clustered;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * What handlers did with numbered records, what was committed when and what is in the dead-letter
 * topic; and whether that keeps the promises of a delivery. Times are of {@link System#nanoTime},
 * which is the same in all processes of a machine.
 *
 * <p>What may be repeated is any record, as often as it is tried. What may not happen:
 *
 * <ul>
 *   <li>a record begun for the first time before the one before it in its order was acknowledged
 *       (some handler had said that it would reply) or dead-lettered,
 *   <li>a record that is neither acknowledged nor dead-lettered,
 *   <li>an offset committed before all records below it were acknowledged or dead-lettered,
 *   <li>more records in handlers' hands than there are credits.
 * </ul>
 */
final class DeliveryAccount {
  private static final long NEVER = Long.MAX_VALUE;

  /** Wall-clock times of dead letters are in milliseconds. */
  private static final long CLOCK_SLACK = TimeUnit.MILLISECONDS.toNanos(3);

  private final long[] begun;
  private final long[] acknowledged;
  private final long[] deadLettered;
  private final long[] offset;
  private final byte[] partition;
  private final long patience;
  private final LongList starts;
  private final LongList ends;
  private final List<Commit> commits = new ArrayList<>();
  private final Map<String, Map<Long, Long>> open = new HashMap<>();
  private long refused;
  private long unanswered;

  /** The group's offset of a partition was seen to be this, no later than then. */
  private record Commit(int partition, long offset, long nanos) {}

  /**
   * Nothing has happened.
   *
   * @param records how many, numbered from 0
   * @param patienceNanos for how long an attempt counts as in a handler's hands: somewhat less than
   *     the time after which the delivery counts on it no more, and more than handlers take
   */
  DeliveryAccount(int records, long patienceNanos) {
    patience = patienceNanos;
    begun = new long[records];
    acknowledged = new long[records];
    deadLettered = new long[records];
    offset = new long[records];
    partition = new byte[records];
    // Taken now, so that what the test itself needs does not grow while it measures.
    starts = new LongList(records + records / 8 + 16);
    ends = new LongList(records + records / 8 + 16);
    Arrays.fill(begun, NEVER);
    Arrays.fill(acknowledged, NEVER);
    Arrays.fill(deadLettered, NEVER);
  }

  /** A handler of that process has told something; see {@link HandledTold}. */
  synchronized void heard(String process, String line) {
    String[] words = line.split(" ");
    long attempt = Long.parseLong(words[1]);
    int id = Integer.parseInt(words[2]);
    long nanos = Long.parseLong(words[words.length - 1]);
    Map<Long, Long> opened = open.computeIfAbsent(process, p -> new HashMap<>());
    if (words[0].equals("+")) {
      begun[id] = Math.min(begun[id], nanos);
      partition[id] = Byte.parseByte(words[3]);
      offset[id] = Long.parseLong(words[4]);
      starts.add(nanos);
      opened.put(attempt, nanos);
      return;
    }
    ends.add(Math.min(nanos, opened.remove(attempt) + patience));
    switch (words[0]) {
      case "=" -> acknowledged[id] = Math.min(acknowledged[id], nanos);
      case "-" -> refused++;
      default -> unanswered++;
    }
  }

  /** A process is dead, and what it was working on with it. */
  synchronized void died(String process, long nanos) {
    Map<Long, Long> opened = open.computeIfAbsent(process, p -> new HashMap<>());
    opened.values().forEach(start -> ends.add(Math.min(nanos, start + patience)));
    unanswered += opened.size();
    opened.clear();
  }

  /** The group's offset was seen to be this; the answer was here at that time. */
  synchronized void committed(int of, long next, long nanos) {
    commits.add(new Commit(of, next, nanos));
  }

  /** The record is in the dead-letter topic since that time. */
  synchronized void deadLetter(int id, long nanos) {
    deadLettered[id] = Math.min(deadLettered[id], nanos);
  }

  synchronized int attempts() {
    return starts.size;
  }

  synchronized long refused() {
    return refused;
  }

  synchronized long unanswered() {
    return unanswered;
  }

  synchronized int commitsSeen() {
    return commits.size();
  }

  /** When the record was done for the first time. */
  private long done(int id) {
    return Math.min(acknowledged[id], deadLettered[id] == NEVER ? NEVER : deadLettered[id]);
  }

  /** Records that were neither acknowledged nor dead-lettered. */
  synchronized List<String> lost() {
    List<String> found = new ArrayList<>();
    for (int id = 0; id < begun.length; id++) {
      if (done(id) == NEVER) {
        found.add(id + (begun[id] == NEVER ? " never came to a handler" : " is not done"));
      }
    }
    return found;
  }

  /**
   * Records that were begun too early.
   *
   * @param keys with an order for each key, how many keys the numbers take in turn; 0: for each
   *     partition
   */
  synchronized List<String> outOfOrder(int keys) {
    List<String> found = new ArrayList<>();
    if (keys > 0) {
      for (int id = keys; id < begun.length; id++) {
        compare(id - keys, id, found);
      }
      return found;
    }
    for (int[] log : logs()) {
      for (int i = 1; i < log.length; i++) {
        compare(log[i - 1], log[i], found);
      }
    }
    return found;
  }

  private void compare(int before, int id, List<String> found) {
    boolean acknowledgedFirst = acknowledged[before] <= begun[id];
    boolean buriedFirst =
        deadLettered[before] != NEVER && deadLettered[before] <= begun[id] + CLOCK_SLACK;
    if (begun[id] != NEVER && !acknowledgedFirst && !buriedFirst) {
      found.add(id + " was begun before " + before + " was done");
    }
  }

  /** Commits that were seen too early. */
  synchronized List<String> committedTooEarly() {
    List<String> found = new ArrayList<>();
    int[][] logs = logs();
    long[][] doneBelow = new long[logs.length][];
    for (int p = 0; p < logs.length; p++) {
      doneBelow[p] = new long[logs[p].length + 1];
      for (int i = 0; i < logs[p].length; i++) {
        doneBelow[p][i + 1] = Math.max(doneBelow[p][i], done(logs[p][i]));
      }
    }
    for (Commit commit : commits) {
      long[] done = doneBelow[commit.partition];
      if (commit.offset >= done.length || done[(int) commit.offset] > commit.nanos + CLOCK_SLACK) {
        found.add(
            "partition "
                + commit.partition
                + " was committed up to "
                + commit.offset
                + " too early");
      }
    }
    return found;
  }

  /** The numbers of each partition in their order, as far as they have come to handlers. */
  private int[][] logs() {
    int partitions = 1;
    for (byte p : partition) {
      partitions = Math.max(partitions, p + 1);
    }
    int[] sizes = new int[partitions];
    for (int id = 0; id < begun.length; id++) {
      if (begun[id] != NEVER) {
        sizes[partition[id]] = Math.max(sizes[partition[id]], (int) offset[id] + 1);
      }
    }
    int[][] logs = new int[partitions][];
    for (int p = 0; p < partitions; p++) {
      logs[p] = new int[sizes[p]];
    }
    for (int id = 0; id < begun.length; id++) {
      if (begun[id] != NEVER) {
        logs[partition[id]][(int) offset[id]] = id;
      }
    }
    return logs;
  }

  /** The most records that handlers have had in their hands at the same time. */
  synchronized int mostInHands() {
    long[] from = starts.sorted();
    // A handler that was undeployed never ends what it had begun.
    long[] to =
        LongStream.concat(
                Arrays.stream(ends.sorted()),
                open.values().stream()
                    .flatMapToLong(opened -> opened.values().stream().mapToLong(s -> s + patience)))
            .sorted()
            .toArray();
    int most = 0;
    int ended = 0;
    for (int started = 0; started < from.length; started++) {
      while (ended < to.length && to[ended] <= from[started]) {
        ended++;
      }
      most = Math.max(most, started + 1 - ended);
    }
    return most;
  }

  /** Times, as many as there are. */
  private static final class LongList {
    private long[] values;
    private int size;

    LongList(int expected) {
      values = new long[expected];
    }

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    long[] sorted() {
      long[] sorted = Arrays.copyOf(values, size);
      Arrays.sort(sorted);
      return sorted;
    }
  }
}
