package io.kafkavertx.tests.trials;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ProducerOptions;
import java.time.Duration;
import java.util.List;

/**
 * A chain of copies: the members of group L copy topic L-1 to topic L, and each number goes to
 * another partition at each level.
 *
 * @param assignor how partitions are shared out
 * @param fixed whether members are static
 * @param transactional whether they copy in transactions, with the offsets in them
 */
record EtlPlan(String assignor, boolean fixed, boolean transactional) {
  static final int LEVELS = 3;
  static final int PARTITIONS = 6;

  /** As many as a member can have copied and not committed. */
  static final int BATCH = 500;

  static final Duration SESSION = Duration.ofSeconds(4);

  static EtlPlan of(String text) {
    String[] parts = text.split("/");
    return new EtlPlan(parts[0], parts[1].equals("static"), parts[2].equals("transactions"));
  }

  static String topic(int level) {
    return "level-" + level;
  }

  /** Where a number is at that level. */
  static int partition(int number, int level) {
    int mixed = (number + 7919 * level) * 0x9E3779B9;
    return level == 0 ? number % PARTITIONS : Math.floorMod(mixed >>> 7, PARTITIONS);
  }

  ConsumerOptions consumer(String servers, String worker, int level) {
    ConsumerOptions options =
        new ConsumerOptions()
            .setBootstrapServers(servers)
            .setGroupId("group-" + level)
            .setAutoOffsetReset("earliest")
            .setEnableAutoCommit(false)
            .setSessionTimeout(SESSION)
            .setHeartbeatInterval(Duration.ofMillis(500))
            .setMaxPollRecords(BATCH)
            .setRetryBackoff(Duration.ofMillis(50))
            .setRetryBackoffMax(Duration.ofMillis(400))
            .setReconnectBackoff(Duration.ofMillis(20))
            .setReconnectBackoffMax(Duration.ofMillis(200))
            .setPartitionAssignmentStrategy(List.of(assignor))
            .setIsolationLevel(
                transactional
                    ? ConsumerOptions.IsolationLevel.READ_COMMITTED
                    : ConsumerOptions.IsolationLevel.READ_UNCOMMITTED);
    return fixed ? options.setGroupInstanceId(worker) : options;
  }

  ProducerOptions producer(String servers, String worker, int level) {
    ProducerOptions options =
        new ProducerOptions()
            .setBootstrapServers(servers)
            .setRetryBackoff(Duration.ofMillis(50))
            .setRetryBackoffMax(Duration.ofMillis(400))
            .setReconnectBackoff(Duration.ofMillis(20))
            .setReconnectBackoffMax(Duration.ofMillis(200))
            .setCompression("lz4");
    return transactional
        ? options
            .setTransactionalId(worker + "-" + level)
            .setTransactionTimeout(Duration.ofSeconds(8))
        : options;
  }

  @Override
  public String toString() {
    return assignor
        + (fixed ? "/static" : "/dynamic")
        + (transactional ? "/transactions" : "/plain");
  }
}
