package io.kafkavertx.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kafkavertx.ConfigException;
import io.kafkavertx.SecurityProtocol;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person is told who got the configuration of a verticle wrong. */
final class VerticleConfigTest {
  private static JsonObject good() {
    return new JsonObject(
        """
        {
          "client": {"bootstrapServers": "localhost:1"},
          "deliveries": [
            {
              "name": "orders",
              "consumer": {"groupId": "shop"},
              "route": {"topic": "orders", "address": "kafka.orders"}
            }
          ],
          "producers": [
            {"name": "out", "address": "kafka.produce", "topic": "orders", "producer": {}}
          ],
          "control": "kafka.control"
        }
        """);
  }

  private static JsonObject delivery(JsonObject config) {
    return config.getJsonArray("deliveries").getJsonObject(0);
  }

  private static JsonObject producer(JsonObject config) {
    return config.getJsonArray("producers").getJsonObject(0);
  }

  private static List<String> problems(JsonObject config) {
    return problems(config, 1);
  }

  private static List<String> problems(JsonObject config, int instances) {
    VerticleCheck check = new VerticleCheck(config, instances, 0);
    check.run();
    return List.copyOf(check.problems());
  }

  @Test
  void aGoodOneIsTakenAsItIs() {
    VerticleConfig config = VerticleConfig.of(good(), 1, 0);
    assertThat(config.control()).isEqualTo("kafka.control");
    assertThat(config.deliveries()).hasSize(1);
    assertThat(config.deliveries().get(0).consumer().getBootstrapServers())
        .containsExactly("localhost:1");
    assertThat(config.deliveries().get(0).route().getAddress()).isEqualTo("kafka.orders");
    assertThat(config.producers()).hasSize(1);
    assertThat(config.producers().get(0).topic()).isEqualTo("orders");
    assertThat(config.startTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.onStartTimeout()).isEqualTo(VerticleConfig.OnStartTimeout.CONTINUE);
  }

  @Test
  void whatAllAreToldIsBelowWhatOneIsTold() {
    JsonObject json = good();
    json.getJsonObject("client").put("clientId", "all").put("requestTimeout", "PT5S");
    producer(json).getJsonObject("producer").put("clientId", "one");
    VerticleConfig config = VerticleConfig.of(json, 1, 0);
    assertThat(config.deliveries().get(0).consumer().getClientId()).isEqualTo("all");
    assertThat(config.producers().get(0).options().getClientId()).isEqualTo("one");
    assertThat(config.producers().get(0).options().getRequestTimeout())
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void constantsMayBeWrittenAsKafkasUsersDo() {
    JsonObject json = good();
    json.getJsonObject("client").put("securityProtocol", "sasl_plaintext");
    json.getJsonObject("client").put("saslMechanism", "PLAIN");
    json.getJsonObject("client")
        .put("saslConfig", new JsonObject().put("username", "u").put("password", "p"));
    delivery(json).getJsonObject("route").put("mode", "send");
    delivery(json).getJsonObject("consumer").put("isolationLevel", "read_committed");
    producer(json).getJsonObject("producer").put("acks", 1);
    VerticleConfig config = VerticleConfig.of(json, 1, 0);
    assertThat(config.deliveries().get(0).consumer().getSecurityProtocol())
        .isEqualTo(SecurityProtocol.SASL_PLAINTEXT);
    assertThat(config.producers().get(0).options().getAcks()).isEqualTo("1");
  }

  @Test
  void aMisspelledKeyIsNamedWithTheOneThatWasMeant() {
    JsonObject json = good();
    JsonObject route = delivery(json).getJsonObject("route");
    route.put("adress", route.remove("address"));
    assertThat(problems(json))
        .contains("deliveries[0].route.adress: unknown key; did you mean 'address'?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          delivery.route | credits       | "many"    | deliveries[0].route.credits: must be an integer, but is text
          delivery.route | credits       | 0         | deliveries[0].route.credits: must be at least 1, but is 0
          delivery.route | mode          | "REQEST"  | deliveries[0].route.mode: 'REQEST' is not possible, only REQUEST, SEND, PUBLISH
          delivery.route | topicPattern  | "a.*"     | deliveries[0].route: topic and topicPattern exclude each other: keep one of them
          delivery.consumer | requestTimeout | "soon" | deliveries[0].consumer.requestTimeout: 'soon' is not a duration: milliseconds, or ISO-8601 such as PT30S
          delivery.consumer | fetchMaxWait | true     | deliveries[0].consumer.fetchMaxWait: must be a duration: milliseconds, or ISO-8601 such as PT30S, but is true
          delivery.consumer | clientId   | null      | deliveries[0].consumer.clientId: null is no value: leave the key out, or give text
          delivery.consumer | maxInFlightRequests | 0 | deliveries[0].consumer.maxInFlightRequests: maxInFlightRequests must be from 1 to 1000, but is 0
          delivery.consumer | enableAutoCommit | false | deliveries[0].consumer.enableAutoCommit: false is not possible, only true
          delivery.consumer | tls        | {"keyStorPath": "x"} | deliveries[0].consumer.tls.keyStorPath: unknown key; did you mean 'keyStorePath'?
          producer.producer | acks       | "most"    | producers[0].producer.acks: 'most' is not possible, only all, -1, 1, 0
          """)
  void aWrongValueIsNamedWithWhatIsPossible(
      String where, String key, String value, String problem) {
    JsonObject json = good();
    String[] parts = where.split("\\.");
    JsonObject part = parts[0].equals("delivery") ? delivery(json) : producer(json);
    part.getJsonObject(parts[1]).put(key, new JsonArray("[" + value + "]").getValue(0));
    assertThat(problems(json)).containsExactly(problem);
  }

  @Test
  void whatIsMissingIsNamedWithWhatItIsFor() {
    JsonObject json = good();
    delivery(json).getJsonObject("consumer").remove("groupId");
    delivery(json).getJsonObject("route").remove("topic");
    producer(json).remove("address");
    assertThat(problems(json))
        .containsExactly(
            "deliveries[0].consumer.groupId: missing, but needed: the consumer group that"
                + " acknowledged records are committed for",
            "deliveries[0].route: one of topic, topics, topicPattern is needed",
            "producers[0].address: missing, but needed: the event-bus address that takes records");
    assertThat(problems(new JsonObject()))
        .containsExactly("one of deliveries, producers is needed");
  }

  @Test
  void namesAndAddressesAreUnique() {
    JsonObject json = good();
    json.getJsonArray("deliveries").add(delivery(json).copy());
    json.getJsonArray("producers").add(producer(json).copy().put("name", "out2"));
    json.getJsonArray("producers")
        .add(producer(json).copy().put("name", "out3").put("address", "kafka.control"));
    assertThat(problems(json))
        .containsExactly(
            "deliveries[1].name: 'orders' is that of deliveries[0].name already: choose another"
                + " one",
            "producers[1].address: 'kafka.produce' is that of producers[0].address already: choose"
                + " another one",
            "producers[2].address: 'kafka.control' is that of control already: choose another one");
  }

  @Test
  void whatDoesNotGoTogetherIsNamed() {
    JsonObject json = good();
    delivery(json).getJsonObject("route").put("onFailure", "DEAD_LETTER");
    producer(json).getJsonObject("producer").put("acks", "1").put("enableIdempotence", true);
    assertThat(problems(json))
        .satisfiesExactly(
            first ->
                assertThat(first).startsWith("deliveries[0].route: ").contains("deadLetterTopic"),
            second ->
                assertThat(second).startsWith("producers[0].producer: ").contains("acks=all"));
  }

  @Test
  void aPluginThatIsNotThereIsNamedWhereItWasAskedFor() {
    JsonObject json = good();
    json.getJsonObject("client").put("metricsReporters", new JsonArray().add("smoke-signals"));
    delivery(json)
        .getJsonObject("consumer")
        .put("partitionAssignmentStrategy", new JsonArray().add("by-lot"));
    producer(json).getJsonObject("producer").put("compression", "zip").put("partitioner", "dice");
    assertThat(problems(json))
        .satisfiesExactlyInAnyOrder(
            one ->
                assertThat(one).startsWith("client.metricsReporters: ").contains("'smoke-signals'"),
            one ->
                assertThat(one)
                    .startsWith("deliveries[0].consumer.partitionAssignmentStrategy: ")
                    .contains("'by-lot'")
                    .contains("range"),
            one ->
                assertThat(one).startsWith("producers[0].producer.compression: ").contains("gzip"),
            one ->
                assertThat(one).startsWith("producers[0].producer.partitioner: ").contains("dice"));
  }

  @Test
  void instancesDoNotShareWhatOnlyOneMayHave() {
    JsonObject json = good();
    delivery(json).getJsonObject("consumer").put("groupInstanceId", "shop-1");
    producer(json).getJsonObject("producer").put("transactionalId", "shop-tx");
    assertThat(problems(json, 1)).isEmpty();
    assertThat(problems(json, 2))
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).contains("2 instances").contains("{instance}"));
    delivery(json).getJsonObject("consumer").put("groupInstanceId", "shop-{instance}");
    producer(json).getJsonObject("producer").put("transactionalId", "shop-tx-{instance}");
    VerticleConfig second = VerticleConfig.of(json, 2, 1);
    assertThat(second.deliveries().get(0).consumer().getGroupInstanceId()).isEqualTo("shop-1");
    assertThat(second.producers().get(0).options().getTransactionalId()).isEqualTo("shop-tx-1");
  }

  @Test
  void allErrorsAreToldAtOnce() {
    JsonObject json = good().put("controll", "x");
    delivery(json).getJsonObject("route").put("credits", -1);
    producer(json).getJsonObject("producer").put("retries", -1);
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> VerticleConfig.of(json, 1, 0));
    assertThat(refused)
        .hasMessageStartingWith("The configuration of KafkaVerticle has 3 errors:\n")
        .hasMessageContaining("\n  controll: ")
        .hasMessageContaining("\n  deliveries[0].route.credits: ")
        .hasMessageContaining("\n  producers[0].producer.retries: ");
  }

  @Test
  void secretsAreInNoMessage() {
    String secret = "hunter2";
    JsonObject json = good();
    json.getJsonObject("client")
        .put("saslMechanism", "PLAIN")
        .put("saslConfig", new JsonObject().put("password", secret))
        .put("netClientOptions", new JsonObject().put("trustAll", secret))
        .put(
            "tls",
            new JsonObject()
                .put("keyStorePassword", new JsonObject().put("p", secret))
                .put("privateKeyValue", secret)
                .put("crlValues", new JsonArray().add(secret)));
    producer(json).getJsonObject("producer").put("saslConfig", secret);
    assertThatThrownBy(() -> VerticleConfig.of(json, 1, 0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("client.tls.keyStorePassword: must be text, but is an object")
        .hasMessageContaining("producers[0].producer.saslConfig: must be an object, but is text")
        .message()
        .doesNotContain(secret);
  }
}
