package io.kafkavertx.tests.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConfigException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.eventbus.FailureCodes;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A verticle deployed by name, with JSON alone, against a real broker. */
final class KafkaVerticleTest extends VerticleTestBase {
  @Test
  void fromAnAddressToATopicToAnAddressAndCommitted() throws Exception {
    acknowledgeAll();
    String deployment = deploy(config(), 1);
    for (int id = 0; id < 30; id++) {
      assertThat(send(id).getString("topic")).isEqualTo(topic);
    }
    until(() -> received.size() == 30);
    get(guarded.vertx().undeploy(deployment));
    assertThat(committedRecords()).isEqualTo(30);
    assertThatThrownBy(() -> send(31))
        .isInstanceOfSatisfying(
            ReplyException.class,
            gone -> assertThat(gone.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS));
    get(sink.close());
  }

  @Test
  void instancesShareThePartitionsAndRedeployingLosesNothing() throws Exception {
    acknowledgeAll();
    String first = deploy(config(), 2);
    produce(30);
    until(() -> received.size() == 30);
    get(guarded.vertx().undeploy(first));
    String second = deploy(config(), 3);
    send(30);
    until(() -> received.size() == 31);
    get(guarded.vertx().undeploy(second));
    assertThat(deliveries).as("nothing twice").hasValue(31);
    assertThat(committedRecords()).isEqualTo(31);
    get(sink.close());
  }

  @Test
  void aWrongConfigurationFailsTheDeploymentWithItsPath() throws Exception {
    JsonObject config = config();
    route(config).put("adress", "x");
    assertThatThrownBy(() -> deploy(config, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("deliveries[0].route.adress: unknown key; did you mean 'address'?");
    get(sink.close());
  }

  @Test
  void withoutABrokerTheDeploymentFailsIfItIsToAndElseGoesOn() throws Exception {
    JsonObject config = config().put("startTimeout", 300).put("onStartTimeout", "FAIL");
    config.getJsonObject("client").put("bootstrapServers", "127.0.0.1:1");
    assertThatThrownBy(() -> deploy(config, 1))
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("orders")
        .hasMessageContaining("300 ms");
    assertThatThrownBy(() -> send(0))
        .as("what was opened is closed")
        .isInstanceOfSatisfying(
            ReplyException.class,
            gone -> assertThat(gone.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS));

    String deployment =
        deploy(config.put("onStartTimeout", "CONTINUE").put("closeTimeout", 500), 1);
    get(guarded.vertx().undeploy(deployment));
    get(sink.close());
  }

  @Test
  void recordsThatWereTakenAreStoredBeforeUndeployingEnds() throws Exception {
    JsonObject config = config();
    config.remove("deliveries");
    config
        .getJsonArray("producers")
        .getJsonObject(0)
        .getJsonObject("producer")
        .put("linger", 60_000)
        .put("deliveryTimeout", 120_000);
    String deployment = deploy(config, 1);
    List<Object> outcomes = new CopyOnWriteArrayList<>();
    for (int id = 0; id < 10; id++) {
      guarded
          .vertx()
          .eventBus()
          .<JsonObject>request(OUT, new JsonObject().put("value", "v"))
          .onComplete(done -> outcomes.add(done.succeeded() ? done.result().body() : done.cause()));
    }
    get(guarded.vertx().undeploy(deployment));
    until(() -> outcomes.size() == 10);
    assertThat(outcomes)
        .allSatisfy(
            outcome -> assertThat(outcome).isInstanceOfAny(JsonObject.class, ReplyException.class));
    assertThat(outcomes)
        .filteredOn(ReplyException.class::isInstance)
        .as("a message is stored, or was not taken")
        .allSatisfy(
            refused ->
                assertThat(((ReplyException) refused).failureCode()).isIn(FailureCodes.CLOSED, -1));
    get(sink.close());
  }
}
