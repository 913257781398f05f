package io.kafkavertx.tests.clustered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.eventbus.FailureCodes;
import io.kafkavertx.health.KafkaHealth;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.Status;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Looking at verticles on other nodes of a clustered bus, and steering them, with JSON alone. */
@Tag("slow")
final class ClusteredControlTest extends ClusteredTestBase {
  private static final String VERTICLE = "io.kafkavertx.eventbus.KafkaVerticle";
  private static NodeProcess other;

  private final String there = "control.there." + topic;
  private final List<Integer> values = new CopyOnWriteArrayList<>();
  private MessageConsumer<?> handler;

  @BeforeAll
  static void startTheOther() throws Exception {
    other = BUS.start("other", line -> {});
    other.ask(new JsonObject().put("do", "nothing"));
  }

  @BeforeEach
  void handleHere() throws Exception {
    SharedBroker.createTopic(topic, 3);
    handler =
        BUS.vertx()
            .eventBus()
            .<JsonObject>consumer(
                address,
                message -> {
                  values.add(Integer.valueOf(message.body().getString("value")));
                  message.reply(null);
                });
    get(handler.completion());
  }

  @AfterEach
  void undeployThere() throws Exception {
    other.ask(new JsonObject().put("do", "stop").put("handler", VERTICLE));
    get(handler.unregister());
  }

  private JsonObject config(String control) {
    JsonObject consumer =
        new JsonObject()
            .put("groupId", topic)
            .put("autoOffsetReset", "earliest")
            .put("heartbeatInterval", 300);
    JsonObject route =
        new JsonObject().put("topic", topic).put("address", address).put("body", "JSON");
    return new JsonObject()
        .put("client", new JsonObject().put("bootstrapServers", SharedBroker.bootstrapServers()))
        .put("control", control)
        .put(
            "deliveries",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("name", "orders")
                        .put("consumer", consumer)
                        .put("route", route)));
  }

  private void deployThere(JsonObject config, int instances) throws Exception {
    other.ask(
        new JsonObject()
            .put("do", "deploy")
            .put("verticle", VERTICLE)
            .put("config", config)
            .put("instances", instances));
  }

  private static JsonObject request(String action) {
    return new JsonObject().put("action", action).put("delivery", "orders");
  }

  private JsonObject control(String at, JsonObject request) throws Exception {
    return get(BUS.vertx().eventBus().<JsonObject>request(at, request)).body();
  }

  private void refused(JsonObject request, int code, String text) {
    assertThatThrownBy(() -> control(there, request))
        .as(request.encode())
        .isInstanceOfSatisfying(
            ReplyException.class, refused -> assertThat(refused.failureCode()).isEqualTo(code))
        .hasMessageContaining(text);
  }

  private static List<JsonObject> objects(JsonObject reply, String key) {
    return reply.getJsonArray(key).stream().map(JsonObject.class::cast).toList();
  }

  @Test
  void whatIsAskedOfAnotherNodeIsAnsweredAndDoneThere() throws Exception {
    deployThere(config(there), 2);
    produceNumbers(0, 30, 3);
    until(() -> values.size() == 30, other);

    JsonObject status = control(there, request("status"));
    assertThat(objects(status, "deliveries")).hasSize(2);
    assertThat(control(there, request("health")).getBoolean("ready")).isTrue();
    assertThat(objects(control(there, request("commit")), "partitions"))
        .extracting(one -> one.getLong("offset"))
        .containsExactly(10L, 10L, 10L);
    assertThat(control(there, request("lag")).getLong("lag")).isZero();

    control(there, request("pause").put("partitions", new JsonArray().add(0).add(1)));
    produceNumbers(30, 3, 3);
    until(() -> values.size() == 31, other);
    assertThat(values.get(30)).as("of partition 2").isEqualTo(32);
    control(there, request("resume"));
    control(there, request("resume").put("partition", 0));
    until(() -> values.size() == 32, other);
    control(there, request("resume").put("topic", topic));
    until(() -> values.size() == 33, other);

    JsonObject seek = request("seek").put("partition", 1);
    assertThat(objects(control(there, seek.copy().put("offset", 9)), "partitions"))
        .singleElement()
        .satisfies(one -> assertThat(one.getLong("offset")).isEqualTo(9));
    until(() -> values.size() == 35, other);
    assertThat(values.subList(33, 35)).containsExactly(28, 31);
    control(there, seek.copy().put("position", "BEGINNING"));
    until(() -> values.size() == 46, other);
  }

  @Test
  void errorsArriveOnTheOtherNodeWithTheirCodes() throws Exception {
    deployThere(config(there), 1);
    refused(request("explode"), FailureCodes.UNKNOWN_ACTION, "there are status, health, lag");
    refused(request("lag").put("delivery", "ordres"), FailureCodes.UNKNOWN_DELIVERY, "only orders");
    refused(
        request("pause").put("partition", 99),
        FailureCodes.NOT_ASSIGNED,
        "not assigned to an instance on this node of the cluster at the moment: orders: "
            + topic
            + "-99");
    refused(request("seek").put("offset", -1), FailureCodes.BAD_MESSAGE, "offset");
  }

  /** One address for two nodes is not what it should be, but what happens then is defined. */
  @Test
  void eachNodeAnswersForItsOwnInstancesAndOneAddressForTwoNodesTakesTurns() throws Exception {
    String shared = "control." + topic;
    DeploymentOptions two = new DeploymentOptions().setConfig(config(shared)).setInstances(2);
    String here = get(BUS.vertx().deployVerticle(VERTICLE, two));
    deployThere(config(shared), 2);
    // Nodes with as many handlers each take turns; Vert.x leaves one out that has fewer.
    until(() -> answers(shared).size() == 2 && sum(answers(shared)) == 3, other);

    // Each partition is with one of the nodes, and the other knows nothing of it.
    for (int partition = 0; partition < 3; partition++) {
      JsonObject seek = request("seek").put("partition", partition).put("position", "END");
      Set<String> answers = new HashSet<>();
      for (int i = 0; i < 6; i++) {
        answers.add(
            get(
                BUS.vertx()
                    .eventBus()
                    .request(shared, seek)
                    .map("done")
                    .otherwise(refused -> "" + ((ReplyException) refused).failureCode())));
      }
      assertThat(answers).containsExactlyInAnyOrder("done", "" + FailureCodes.NOT_ASSIGNED);
    }

    // A check of this node's health is never answered by the other.
    KafkaHealth health = KafkaHealth.ofVerticle(BUS.vertx(), shared);
    for (int i = 0; i < 4; i++) {
      Promise<Status> status = Promise.promise();
      health.liveness().handle(status);
      assertThat(get(status.future()).getData().getJsonArray("deliveries")).hasSize(2);
    }
    get(BUS.vertx().undeploy(here));
    until(() -> answers(shared).equals(Set.of(Set.of(0, 1, 2))), other);
  }

  /** The partitions of those that answer, for each of a few questions. */
  private Set<Set<Integer>> answers(String at) {
    Set<Set<Integer>> answers = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      Set<Integer> partitions = new HashSet<>();
      JsonObject status;
      try {
        status = control(at, request("status"));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      for (JsonObject delivery : objects(status, "deliveries")) {
        objects(delivery, "partitions").forEach(one -> partitions.add(one.getInteger("partition")));
      }
      answers.add(partitions);
    }
    return answers;
  }

  private static int sum(Set<Set<Integer>> sets) {
    return sets.stream().mapToInt(Set::size).sum();
  }
}
