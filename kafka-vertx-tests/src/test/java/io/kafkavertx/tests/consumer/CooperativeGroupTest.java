package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.CloseOptions;
import io.kafkavertx.CloseOptions.GroupMembershipOperation;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.spi.TopicPartition;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Members that keep partitions through rebalances, on a real broker. */
@Tag("slow")
final class CooperativeGroupTest extends ConsumerTestBase {
  private static final String COOPERATIVE = "cooperative-sticky";

  @Test
  void aStaticMemberComesBackToItsPartitionsAndNobodyNotices() throws Exception {
    GroupTrial trial = new GroupTrial(vertx());
    ConsumerOptions named = trial.options(COOPERATIVE).setGroupInstanceId("named");
    KafkaConsumer<byte[], byte[]> other = trial.consumer("other", trial.options(COOPERATIVE));
    GroupTrial.Member theirs = trial.theirs(COOPERATIVE);
    KafkaConsumer<byte[], byte[]> first = trial.consumer("first", named);
    Set<TopicPartition> share = trial.shared("other", theirs.name(), "first").get("first");
    int generation = await(other.groupMetadata()).generationId();
    Set<TopicPartition> takenFromOther = trial.watch.takenFrom("other");
    Set<TopicPartition> takenFromTheirs = trial.watch.takenFrom(theirs.name());
    await(first.close());
    KafkaConsumer<byte[], byte[]> again = trial.consumer("again", named);
    assertThat(await(again.assignment())).containsExactlyInAnyOrderElementsOf(share);
    assertThat(await(other.groupMetadata()).generationId()).isEqualTo(generation);
    assertThat(trial.watch.takenFrom("other")).isEqualTo(takenFromOther);
    assertThat(trial.watch.takenFrom(theirs.name())).isEqualTo(takenFromTheirs);
    // A newcomer: it takes its share from each, and the static member keeps the rest.
    KafkaConsumer<byte[], byte[]> fourth = trial.consumer("fourth", trial.options(COOPERATIVE));
    Map<String, Set<TopicPartition>> shares =
        trial.shared("other", theirs.name(), "again", "fourth");
    assertThat(share).containsAll(shares.get("again"));
    trial.end();
    await(again.close());
    await(other.close());
    await(fourth.close());
    assertThat(trial.watch.violations()).isEmpty();
    assertThat(trial.watch.again()).isEmpty();
  }

  @Test
  void thePartitionsOfADeadMemberMoveAndTheOthersReadOn() throws Exception {
    GroupTrial trial = new GroupTrial(vertx());
    ConsumerOptions options = trial.options(COOPERATIVE).setSessionTimeout(Duration.ofSeconds(6));
    KafkaConsumer<byte[], byte[]> first = trial.consumer("first", options);
    GroupTrial.Member theirs = trial.theirs(COOPERATIVE);
    KafkaConsumer<byte[], byte[]> dead = trial.consumer("dead", options);
    Map<String, Set<TopicPartition>> before = trial.shared("first", theirs.name(), "dead");
    Set<TopicPartition> takenFromFirst = trial.watch.takenFrom("first");
    Set<TopicPartition> takenFromTheirs = trial.watch.takenFrom(theirs.name());
    trial.watch.died("dead");
    await(dead.close(Duration.ZERO));
    int read = trial.watch.count();
    eventually(vertx(), "the others read on", () -> trial.watch.count() > read + 100);
    Map<String, Set<TopicPartition>> after = trial.shared("first", theirs.name());
    assertThat(after.get("first")).containsAll(before.get("first"));
    assertThat(after.get(theirs.name())).containsAll(before.get(theirs.name()));
    assertThat(trial.watch.takenFrom("first")).isEqualTo(takenFromFirst);
    assertThat(trial.watch.takenFrom(theirs.name())).isEqualTo(takenFromTheirs);
    trial.end();
    await(first.close());
    assertThat(trial.watch.violations()).isEmpty();
  }

  /** Sessions are so long that nothing but a LeaveGroup explains that partitions move. */
  @Test
  void whoeverClosesLeavesTheGroupOrStaysAsAsked() throws Exception {
    GroupTrial trial = new GroupTrial(vertx());
    ConsumerOptions options = trial.options(COOPERATIVE).setSessionTimeout(Duration.ofMinutes(20));
    KafkaConsumer<byte[], byte[]> other = trial.consumer("other", options);
    KafkaConsumer<byte[], byte[]> named =
        trial.consumer("named", new ConsumerOptions(options).setGroupInstanceId("named"));
    trial.shared("other", "named");
    await(named.close(closing(GroupMembershipOperation.LEAVE_GROUP)));
    trial.shared("other");
    assertThat(trial.describe().members()).hasSize(1);
    KafkaConsumer<byte[], byte[]> quiet = trial.consumer("quiet", options);
    trial.shared("other", "quiet");
    int generation = await(other.groupMetadata()).generationId();
    await(quiet.close(closing(GroupMembershipOperation.REMAIN_IN_GROUP)));
    assertThat(trial.describe().members()).hasSize(2);
    assertThat(await(other.groupMetadata()).generationId()).isEqualTo(generation);
    assertThat(trial.watch.ownedBy("quiet")).isEmpty();
    // What it had handled is committed all the same, and nobody else has read any further.
    await(other.close());
    assertThat(trial.watch.violations()).isEmpty();
    assertThat(trial.watch.again()).isEmpty();
    trial.stopProducing();
  }

  private static CloseOptions closing(GroupMembershipOperation operation) {
    return new CloseOptions().setGroupMembershipOperation(operation);
  }

  @Test
  void anEnforcedRebalanceIsANewGenerationAndTakesNothing() throws Exception {
    GroupTrial trial = new GroupTrial(vertx());
    KafkaConsumer<byte[], byte[]> first = trial.consumer("first", trial.options(COOPERATIVE));
    KafkaConsumer<byte[], byte[]> second = trial.consumer("second", trial.options(COOPERATIVE));
    Map<String, Set<TopicPartition>> before = trial.shared("first", "second");
    Set<TopicPartition> taken = trial.watch.takenFrom("first");
    int generation = await(first.groupMetadata()).generationId();
    await(second.enforceRebalance("a test"));
    assertThat(await(second.groupMetadata()).generationId()).isGreaterThan(generation);
    assertThat(trial.shared("first", "second")).isEqualTo(before);
    assertThat(trial.watch.takenFrom("first")).isEqualTo(taken);
    assertThat(trial.watch.takenFrom("second")).isEmpty();
    await(second.unsubscribe());
    assertThat(failure(second.enforceRebalance())).isInstanceOf(IllegalStateException.class);
    trial.end();
    await(first.close());
    await(second.close());
    assertThat(trial.watch.violations()).isEmpty();
    assertThat(trial.watch.again()).isEmpty();
  }

  /** Handlers on worker threads: records are handed over in chunks. */
  @Test
  void handlersElsewhereGetNothingOfWhatHasMoved() throws Exception {
    GroupTrial trial = new GroupTrial(vertx());
    KafkaConsumer<byte[], byte[]> first = trial.elsewhere("first", trial.options(COOPERATIVE));
    trial.shared("first");
    KafkaConsumer<byte[], byte[]> second = trial.elsewhere("second", trial.options(COOPERATIVE));
    trial.shared("first", "second");
    KafkaConsumer<byte[], byte[]> third = trial.elsewhere("third", trial.options(COOPERATIVE));
    trial.shared("first", "second", "third");
    await(first.close());
    trial.shared("second", "third");
    trial.end();
    await(second.close());
    await(third.close());
    assertThat(trial.watch.violations()).isEmpty();
    assertThat(trial.watch.again()).isEmpty();
  }
}
