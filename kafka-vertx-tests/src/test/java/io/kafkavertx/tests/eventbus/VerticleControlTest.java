package io.kafkavertx.tests.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.eventbus.FailureCodes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Looking at a verticle and steering it, from wherever the event bus reaches. */
final class VerticleControlTest extends VerticleTestBase {
  private static List<JsonObject> objects(JsonObject reply, String key) {
    return reply.getJsonArray(key).stream().map(JsonObject.class::cast).toList();
  }

  private static JsonObject request(String action) {
    return new JsonObject().put("action", action).put("delivery", "orders");
  }

  private void refused(JsonObject request, int code, String text) {
    assertThatThrownBy(() -> control(request))
        .as(request.encode())
        .isInstanceOfSatisfying(
            ReplyException.class, refused -> assertThat(refused.failureCode()).isEqualTo(code))
        .hasMessageContaining(text);
  }

  @Test
  void allInstancesAnswerTogether() throws Exception {
    acknowledgeAll();
    String deployment = deploy(config(), 2);
    produce(30);
    until(() -> received.size() == 30);

    JsonObject status = control("status");
    assertThat(objects(status, "deliveries"))
        .hasSize(2)
        .allSatisfy(one -> assertThat(one.getString("name")).isEqualTo("orders"))
        .extracting(one -> one.getInteger("instance"))
        .containsExactlyInAnyOrder(0, 1);
    assertThat(
            objects(status, "deliveries").stream()
                .mapToInt(one -> one.getJsonArray("partitions").size())
                .sum())
        .as("each partition is with one of them")
        .isEqualTo(3);
    assertThat(objects(status, "producers")).hasSize(2);

    JsonObject health = control("health");
    assertThat(health.getBoolean("live")).isTrue();
    assertThat(health.getBoolean("ready")).isTrue();
    assertThat(health.getBoolean("started")).isTrue();
    assertThat(health.getJsonArray("reasons")).isEmpty();

    assertThat(control("commit").getJsonArray("partitions")).hasSize(3);
    assertThat(committedRecords()).isEqualTo(30);
    JsonObject lag = control(request("lag"));
    assertThat(lag.getLong("lag")).isZero();
    assertThat(objects(lag, "partitions"))
        .extracting(one -> one.getInteger("partition"))
        .containsExactlyInAnyOrder(0, 1, 2);
    get(guarded.vertx().undeploy(deployment));
    get(sink.close());
  }

  @Test
  void aDeliveryAndSinglePartitionsCanBePausedAndResumed() throws Exception {
    acknowledgeAll();
    deploy(config(), 2);
    JsonObject one = request("pause").put("partition", 1);
    assertThat(objects(control(one), "partitions"))
        .singleElement()
        .satisfies(paused -> assertThat(paused.getInteger("partition")).isEqualTo(1));
    produce(30);
    until(() -> received.size() == 20);
    assertThat(received).allMatch(id -> id % 3 != 1);
    control(one.put("action", "resume"));
    until(() -> received.size() == 30);

    assertThat(objects(control("pause"), "deliveries"))
        .hasSize(2)
        .allMatch(delivery -> delivery.getBoolean("paused"));
    send(30);
    JsonObject paused = control("status");
    assertThat(objects(paused, "deliveries")).allMatch(delivery -> delivery.getBoolean("paused"));
    assertThat(control("health").getBoolean("ready")).as("it was meant to be paused").isTrue();
    assertThat(received).hasSize(30);
    control("resume");
    until(() -> received.size() == 31);
    get(sink.close());
  }

  @Test
  void aPartitionThatARecordHasStoppedGoesOn() throws Exception {
    boolean[] poisonous = {true};
    acknowledgeAllBut(id -> id == 4 && poisonous[0], "poison");
    JsonObject config = config();
    route(config).put("maxAttempts", 1);
    deploy(config, 1);
    produce(30);
    until(() -> received.size() == 21);
    JsonObject health = control("health");
    assertThat(health.getBoolean("ready")).as("two of three partitions go on").isTrue();
    assertThat(objects(health, "deliveries").get(0).getInteger("stopped")).isEqualTo(1);
    assertThat(objects(control("status"), "deliveries").get(0).getJsonArray("partitions"))
        .filteredOn(one -> ((JsonObject) one).getBoolean("stopped"))
        .hasSize(1);
    poisonous[0] = false;
    control(request("resume").put("topic", topic));
    until(() -> received.size() == 30);
    get(sink.close());
  }

  @Test
  void repliesToRecordsFromBeforeASeekMoveNoCommit() throws Exception {
    BlockingQueue<Message<ConsumerRecord<Buffer, Buffer>>> held = new LinkedBlockingQueue<>();
    guarded.vertx().eventBus().<ConsumerRecord<Buffer, Buffer>>consumer(ADDRESS, held::add);
    JsonObject config = config();
    consumer(config).put("autoCommitInterval", 3_600_000);
    route(config).put("ackTimeoutMs", 60_000);
    deploy(config, 1);
    for (int id = 0; id < 10; id++) {
      send(3 * id);
    }
    Message<ConsumerRecord<Buffer, Buffer>> first = held.poll(60, TimeUnit.SECONDS);
    assertThat(first.body().offset()).isZero();

    JsonObject seek = request("seek").put("partition", 0);
    JsonObject sought = control(seek.copy().put("offset", 7));
    assertThat(objects(sought, "partitions"))
        .singleElement()
        .satisfies(one -> assertThat(one.getLong("offset")).isEqualTo(7));
    Message<ConsumerRecord<Buffer, Buffer>> seventh = held.poll(60, TimeUnit.SECONDS);
    assertThat(seventh.body().offset()).isEqualTo(7);
    control(seek.copy().put("offset", 3));
    Message<ConsumerRecord<Buffer, Buffer>> third = held.poll(60, TimeUnit.SECONDS);
    assertThat(third.body().offset()).isEqualTo(3);

    first.reply(null);
    seventh.reply(null);
    assertThat(committed()).as("what was replied to was not asked for any more").isEqualTo(3);
    third.reply(null);
    for (int offset = 4; offset < 10; offset++) {
      Message<ConsumerRecord<Buffer, Buffer>> next = held.poll(60, TimeUnit.SECONDS);
      assertThat(next.body().offset()).isEqualTo(offset);
      next.reply(null);
    }
    while (outstanding() > 0) {
      Thread.onSpinWait();
    }
    assertThat(committed()).isEqualTo(10);

    control(seek.copy().put("position", "beginning"));
    assertThat(held.poll(60, TimeUnit.SECONDS).body().offset()).isZero();
    assertThat(committed()).as("back, as far as nothing is acknowledged").isZero();
    control(seek.copy().put("position", "end"));
    assertThat(committed()).isEqualTo(10);
    long time = first.body().timestamp();
    control(seek.copy().put("timestamp", time));
    assertThat(held.poll(60, TimeUnit.SECONDS).body().timestamp()).isGreaterThanOrEqualTo(time);
    control(seek.copy().put("timestamp", 4_000_000_000_000L));
    assertThat(committed()).as("no record is that young").isEqualTo(10);
    get(sink.close());
  }

  private long outstanding() throws Exception {
    return objects(control("status"), "deliveries").get(0).getInteger("inFlight");
  }

  /** Of partition 0, through the control address. */
  private long committed() throws Exception {
    return objects(control("commit"), "partitions").stream()
        .filter(one -> one.getInteger("partition") == 0)
        .mapToLong(one -> one.getLong("offset"))
        .sum();
  }

  @Test
  void whatCannotBeDoneFailsWithACodeToBranchOn() throws Exception {
    JsonObject config = config();
    config
        .getJsonArray("deliveries")
        .add(config.getJsonArray("deliveries").getJsonObject(0).copy().put("name", "again"));
    deploy(config, 2);
    refused(request("explode"), FailureCodes.UNKNOWN_ACTION, "there are status, health, lag");
    refused(new JsonObject(), FailureCodes.UNKNOWN_ACTION, "no action");
    refused(
        request("lag").put("delivery", "ordres"),
        FailureCodes.UNKNOWN_DELIVERY,
        "no delivery 'ordres', only orders, again");
    refused(
        request("pause").put("partitions", new JsonArray().add(0).add(99)),
        FailureCodes.NOT_ASSIGNED,
        topic + "-99");
    refused(request("pause").put("partiton", 1), FailureCodes.BAD_MESSAGE, "'partition'");
    refused(request("seek"), FailureCodes.BAD_MESSAGE, "one of offset, timestamp, position");
    refused(request("seek").put("offset", -1), FailureCodes.BAD_MESSAGE, "at least 0");
    refused(request("seek").put("position", "middle"), FailureCodes.BAD_MESSAGE, "BEGINNING, END");
    refused(
        new JsonObject().put("action", "seek").put("offset", 1),
        FailureCodes.BAD_MESSAGE,
        "seek needs delivery, one of orders, again");
    refused(request("status").put("offset", 1), FailureCodes.BAD_MESSAGE, "only seek");
    get(sink.close());
  }
}
