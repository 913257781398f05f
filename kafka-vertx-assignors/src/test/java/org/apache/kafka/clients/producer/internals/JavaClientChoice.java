package org.apache.kafka.clients.producer.internals;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.utils.internals.LogContext;

/**
 * The Java client's own choice of partitions. In its package, because the random number is only to
 * be replaced from there.
 */
public final class JavaClientChoice {
  private static final String TOPIC = "t";

  private JavaClientChoice() {}

  /** Its partitioner with a random number of ours. */
  private static final class Rigged extends BuiltInPartitioner {
    private final int random;

    Rigged(int random, String rack) {
      super(new LogContext(), TOPIC, 1000, rack != null, rack == null ? "" : rack);
      this.random = random;
    }

    @Override
    int randomPartition() {
      return random;
    }
  }

  /**
   * The chance of each partition.
   *
   * @param queued batches that wait for each partition
   * @param leaders the rack of each partition's leader; null for no leader
   * @param stalled whether the partition's broker has taken nothing for too long
   * @param rack the producer's rack; null when it is not to matter
   */
  public static double[] chances(
      int[] queued, String[] leaders, boolean[] stalled, String rack, boolean adaptive) {
    // Its table has the size of a sum that is not known before it was made: ask for it.
    int range = range(queued, leaders, stalled, rack, adaptive);
    double[] chances = new double[queued.length];
    for (int random = 0; random < range; random++) {
      Rigged rigged = rigged(random, queued, leaders, stalled, rack, adaptive);
      chances[rigged.peekCurrentPartitionInfo(cluster(leaders)).partition()] += 1.0 / range;
    }
    return chances;
  }

  private static int range(
      int[] queued, String[] leaders, boolean[] stalled, String rack, boolean adaptive) {
    Rigged rigged = rigged(0, queued, leaders, stalled, rack, adaptive);
    try {
      if (rack != null) {
        try {
          return rigged.loadStatsInThisRackRangeEnd();
        } catch (AssertionError | ArrayIndexOutOfBoundsException none) {
          return rigged.loadStatsRangeEnd();
        }
      }
      return rigged.loadStatsRangeEnd();
    } catch (NullPointerException | AssertionError none) {
      // Without a table all candidates are equally likely: any common multiple will do.
      int product = 1;
      for (int i = 2; i <= queued.length; i++) {
        product *= i;
      }
      return product;
    }
  }

  private static Rigged rigged(
      int random,
      int[] queued,
      String[] leaders,
      boolean[] stalled,
      String rack,
      boolean adaptive) {
    Rigged rigged = new Rigged(random, rack);
    int[] sizes = new int[queued.length];
    int[] ids = new int[queued.length];
    String[] racks = new String[queued.length];
    int length = 0;
    for (int i = 0; i < queued.length; i++) {
      if (leaders[i] != null && !stalled[i]) {
        sizes[length] = queued[i];
        ids[length] = i;
        racks[length++] = leaders[i];
      }
    }
    if (adaptive) {
      rigged.updatePartitionLoadStats(sizes, ids, racks, length);
    }
    return rigged;
  }

  private static Cluster cluster(String[] leaders) {
    List<PartitionInfo> infos = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < leaders.length; i++) {
      Node node = leaders[i] == null ? null : new Node(i, "h", 1, leaders[i]);
      infos.add(new PartitionInfo(TOPIC, i, node, new Node[0], new Node[0]));
      if (node != null) {
        nodes.add(node);
      }
    }
    return new Cluster("c", nodes, infos, java.util.Set.of(), java.util.Set.of());
  }
}
