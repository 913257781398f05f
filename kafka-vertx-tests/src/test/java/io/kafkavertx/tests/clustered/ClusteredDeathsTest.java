package io.kafkavertx.tests.clustered;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.Ordering;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What nodes of a clustered bus take with them when they die, and what not. */
@Tag("slow")
final class ClusteredDeathsTest extends ClusteredTestBase {
  private static List<Long> numbers(int count) {
    return LongStream.range(0, count).boxed().toList();
  }

  private String handleHere(JsonObject what) throws Exception {
    return get(
        BUS.vertx()
            .deployVerticle(
                new HandlerVerticle(line -> heard.add(line + " here")),
                new DeploymentOptions().setConfig(what)));
  }

  private long committedNow(int partitions) {
    try {
      return committedRecords(partitions);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAcknowledgementThatIsLostWithItsNodeHasTheRecordDeliveredToTheSurvivor() throws Exception {
    SharedBroker.createTopic(topic, 1);
    NodeProcess doomed = BUS.start("doomed", heard::add);
    doomed.ask(handler("h").put("dieAt", 5));
    produceNumbers(0, 20, 1);
    deliver(route().setMaxAttempts(20).setOnFailure(Route.OnFailure.SKIP));
    doomed.awaitEnd();
    assertThat(begun()).isEqualTo(LongStream.rangeClosed(0, 5).boxed().toList());
    String survivor = handleHere(handler("h"));
    until(() -> committedNow(1) == 20, heard, reported);
    get(BUS.vertx().undeploy(survivor));

    // The record that was handled, and not acknowledged, is the only one that comes twice.
    assertThat(heard.stream().filter(line -> line.endsWith("here") && line.startsWith("+")))
        .extracting(line -> Long.valueOf(line.split(" ")[2]))
        .isEqualTo(LongStream.range(5, 20).boxed().toList());
    assertThat(reported).isEmpty();
  }

  @Test
  void whileAHandlerIsLeftRecordsGoOnThoughANodeDiesInTheMiddle() throws Exception {
    SharedBroker.createTopic(topic, 4);
    NodeProcess doomed = BUS.start("doomed", heard::add);
    doomed.ask(handler("h").put("dieAt", 200));
    String survivor = handleHere(handler("h"));
    produceNumbers(0, 2000, 4);
    deliver(
        route()
            .setOrdering(Ordering.KEY)
            .setCredits(16)
            .setMaxAttempts(20)
            .setOnFailure(Route.OnFailure.SKIP));
    until(() -> committedNow(4) == 2000, reported);
    // The number at which it dies may have gone to the survivor.
    doomed.close();
    get(BUS.vertx().undeploy(survivor));

    assertThat(begun()).containsAll(numbers(2000));
    // What was on its way to the dead node comes again, and nothing else.
    assertThat(begun()).hasSizeLessThanOrEqualTo(2000 + 16);
    assertThat(reported).isEmpty();
  }

  @Test
  void whenTheDeliveringNodeDiesAnotherGoesOnFromWhatWasCommitted() throws Exception {
    SharedBroker.createTopic(topic, 2);
    NodeProcess doomed = BUS.start("doomed", line -> {});
    String handlers = handleHere(handler("h"));
    produceNumbers(0, 100, 2);
    doomed.ask(
        new JsonObject()
            .put("do", "deliver")
            .put("consumer", consumerOptions().toJson())
            .put("route", route().toJson()));
    until(() -> committedNow(2) == 100, doomed);
    long before = begun().size();
    produceNumbers(100, 10, 2);
    until(() -> begun().contains(109L));
    doomed.kill();
    long committed = committedNow(2);

    EventBusDelivery heir = deliver(route());
    produceNumbers(110, 50, 2);
    until(() -> committedNow(2) == 160, reported);
    get(heir.close());
    get(BUS.vertx().undeploy(handlers));
    assertThat(before).isEqualTo(100);
    assertThat(begun()).containsAll(numbers(160));
    // What had been committed does not come again.
    assertThat(begun().subList(110, begun().size())).hasSize((int) (160 - committed));
  }

  @Test
  void recordsWaitWhileTheOnlyNodeWithAHandlerIsGone() throws Exception {
    SharedBroker.createTopic(topic, 2);
    NodeProcess doomed = BUS.start("doomed", heard::add);
    doomed.ask(handler("h"));
    EventBusDelivery delivery =
        deliver(route().setMaxAttempts(3).setOnFailure(Route.OnFailure.SKIP));
    produceNumbers(0, 50, 2);
    until(() -> committedNow(2) == 50, doomed);
    doomed.kill();
    produceNumbers(50, 50, 2);
    // Long enough for all attempts, if these counted.
    until(() -> refused(delivery) > 10);
    assertThat(begun()).hasSize(50);
    assertThat(reported).isEmpty();

    NodeProcess next = BUS.start("next", heard::add);
    next.ask(handler("h"));
    until(() -> committedNow(2) == 100, next);
    assertThat(begun()).containsAll(numbers(100)).hasSize(100);
    assertThat(reported).isEmpty();
    next.close();
  }

  private static long refused(EventBusDelivery delivery) {
    try {
      return get(delivery.status()).getLong("refused");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void sentRecordsAreNotGivenToConnectionsThatAreGone() throws Exception {
    SharedBroker.createTopic(topic, 1);
    NodeProcess doomed = BUS.start("doomed", heard::add);
    doomed.ask(handler("h"));
    EventBusDelivery delivery =
        deliver(
            route().setMode(Route.Mode.SEND).setMaxAttempts(1).setOnFailure(Route.OnFailure.SKIP));
    produceNumbers(0, 10, 1);
    until(() -> begun().size() == 10, doomed);
    doomed.kill();
    // From when the bus knows it (a first record may still get into the dead connection).
    produceNumbers(10, 1, 1);
    produceNumbers(11, 20, 1);
    until(() -> refused(delivery) > 0);
    assertThat(reported).isEmpty();
    String next = handleHere(handler("h"));
    until(() -> committedNow(1) == 31, reported);
    until(() -> begun().contains(30L));
    get(BUS.vertx().undeploy(next));
    assertThat(begun()).doesNotHaveDuplicates().isSorted();
    assertThat(reported).isEmpty();
  }

  @Test
  void shardsOnDifferentNodesKeepTheOrderOfTheirKeysAndWaitForTheirNode() throws Exception {
    SharedBroker.createTopic(topic, 1);
    NodeProcess first = BUS.start("first", heard::add);
    NodeProcess second = BUS.start("second", heard::add);
    first.ask(handler("0").put("address", address + ".0"));
    second.ask(handler("1").put("address", address + ".1"));
    produceNumbers(0, 300, 1);
    deliver(
        new Route(topic, address + ".{shard}")
            .setShards(2)
            .setOrdering(Ordering.KEY)
            .setAckTimeout(route().getAckTimeout())
            .setRetryBackoff(route().getRetryBackoff())
            .setRetryBackoffMax(route().getRetryBackoffMax()));
    until(() -> committedNow(1) == 300, first, second);
    second.kill();
    produceNumbers(300, 300, 1);
    until(() -> begun().stream().filter(id -> id >= 300).count() > 20);
    NodeProcess third = BUS.start("third", heard::add);
    third.ask(handler("1").put("address", address + ".1"));
    until(() -> committedNow(1) == 600, first, third);

    Map<Long, Long> lastOfKey = new HashMap<>();
    for (long id : begun()) {
      Long before = lastOfKey.put(id % 7, id);
      assertThat(before == null ? -1 : before).isLessThan(id);
    }
    assertThat(begun()).hasSize(600);
    first.close();
    third.close();
  }
}
