package io.kafkavertx.tests.admin;

import static io.kafkavertx.tests.support.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.admin.AlterConfigOp;
import io.kafkavertx.admin.AlterConfigsOptions;
import io.kafkavertx.admin.ConfigEntry;
import io.kafkavertx.admin.ConfigResource;
import io.kafkavertx.admin.DescribeConfigsOptions;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.tests.support.SharedBroker;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.junit.jupiter.api.Test;

/** Configuration on a real broker, compared with what the Java client says of it. */
final class ConfigAdminTest extends AdminTestBase {
  private final String topic = SharedBroker.name("admin-config");
  private final ConfigResource resource = ConfigResource.topic(topic);

  private static Map<String, String> text(Map<String, ConfigEntry> entries) {
    Map<String, String> text = new TreeMap<>();
    entries.forEach(
        (name, entry) ->
            text.put(
                name,
                entry.value()
                    + entry.source()
                    + entry.sensitive()
                    + entry.readOnly()
                    + entry.type()
                    + entry.synonyms().stream().map(s -> s.name() + s.value() + s.source()).toList()
                    + entry.documentation()));
    return text;
  }

  private static Map<String, String> text(Config config) {
    Map<String, String> text = new TreeMap<>();
    config
        .entries()
        .forEach(
            entry ->
                text.put(
                    entry.name(),
                    entry.value()
                        + entry.source()
                        + entry.isSensitive()
                        + entry.isReadOnly()
                        + entry.type()
                        + entry.synonyms().stream()
                            .map(s -> s.name() + s.value() + s.source())
                            .toList()
                        + entry.documentation()));
    return text;
  }

  private static Config javas(ConfigResource resource) throws Exception {
    org.apache.kafka.common.config.ConfigResource theirs =
        new org.apache.kafka.common.config.ConfigResource(
            org.apache.kafka.common.config.ConfigResource.Type.valueOf(resource.type().name()),
            resource.name());
    return get(
        java()
            .describeConfigs(
                List.of(theirs),
                new org.apache.kafka.clients.admin.DescribeConfigsOptions()
                    .includeSynonyms(true)
                    .includeDocumentation(true))
            .values()
            .get(theirs));
  }

  @Test
  void everyEntryIsTheOneThatTheJavaClientReads() throws Exception {
    SharedBroker.createTopic(topic, 1);
    int broker = get(admin.describeCluster()).nodes().get(0).id();
    ConfigResource own = ConfigResource.broker(broker);
    ConfigResource logger = ConfigResource.brokerLogger(broker);
    ConfigResource missing = ConfigResource.topic(topic + "-missing");
    Results<ConfigResource, Map<String, ConfigEntry>> ours =
        get(
            admin.describeConfigs(
                List.of(resource, own, logger, missing),
                DescribeConfigsOptions.defaults()
                    .includeSynonyms(true)
                    .includeDocumentation(true)));
    for (ConfigResource one : List.of(resource, own, logger)) {
      assertThat(ours.get(one)).hasSizeGreaterThan(1);
      assertThat(text(ours.get(one))).as("%s", one).isEqualTo(text(javas(one)));
    }
    assertThat(code(ours, missing)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    assertThat(get(admin.describeConfigs(List.of(resource))).get(resource).get("retention.ms"))
        .satisfies(entry -> assertThat(entry.documentation()).isNull());
  }

  private String value(String key) throws Exception {
    return javas(resource).get(key).value();
  }

  @Test
  void singleValuesAreChangedAndTheOthersStay() throws Exception {
    SharedBroker.createTopic(topic, 1);
    ConfigResource missing = ConfigResource.topic(topic + "-missing");
    List<AlterConfigOp> ops =
        List.of(
            AlterConfigOp.set("retention.ms", "1234567"),
            AlterConfigOp.append("cleanup.policy", "compact"));
    Results<ConfigResource, Void> checked =
        get(
            admin.incrementalAlterConfigs(
                Map.of(resource, ops), AlterConfigsOptions.defaults().validateOnly(true)));
    assertThat(checked.allSucceeded()).isTrue();
    assertThat(value("retention.ms")).isNotEqualTo("1234567");
    Results<ConfigResource, Void> changed =
        get(admin.incrementalAlterConfigs(Map.of(resource, ops, missing, ops)));
    assertThat(changed.values()).containsOnlyKeys(resource);
    assertThat(code(changed, missing)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    eventually(() -> assertThat(value("retention.ms")).isEqualTo("1234567"));
    eventually(() -> assertThat(value("cleanup.policy")).isEqualTo("delete,compact"));

    get(
        admin
            .incrementalAlterConfigs(
                Map.of(
                    resource,
                    List.of(
                        AlterConfigOp.subtract("cleanup.policy", "delete"),
                        AlterConfigOp.delete("retention.ms"))))
            .compose(Results::all));
    eventually(() -> assertThat(value("cleanup.policy")).isEqualTo("compact"));
    eventually(() -> assertThat(value("retention.ms")).isNotEqualTo("1234567"));
    Results<ConfigResource, Void> wrong =
        get(
            admin.incrementalAlterConfigs(
                Map.of(resource, List.of(AlterConfigOp.set("retention.ms", "soon")))));
    assertThat(code(wrong, resource)).isEqualTo(ErrorCode.INVALID_CONFIG);
  }

  @Test
  void alterConfigsReplacesEverything() throws Exception {
    SharedBroker.createTopic(topic, 1);
    get(
        admin
            .alterConfigs(Map.of(resource, Map.of("retention.ms", "1", "segment.bytes", "2000000")))
            .compose(Results::all));
    get(
        admin
            .alterConfigs(Map.of(resource, Map.of("segment.bytes", "3000000")))
            .compose(Results::all));
    eventually(() -> assertThat(value("segment.bytes")).isEqualTo("3000000"));
    assertThat(value("retention.ms")).isNotEqualTo("1");
  }

  @Test
  void aLevelOfALoggerIsChangedAtItsBroker() throws Exception {
    int broker = get(admin.describeCluster()).nodes().get(0).id();
    ConfigResource logger = ConfigResource.brokerLogger(broker);
    String name = "org.apache.kafka.server.logger.LoggingController";
    get(
        admin
            .incrementalAlterConfigs(Map.of(logger, List.of(AlterConfigOp.set(name, "FATAL"))))
            .compose(Results::all));
    assertThat(javas(logger).get(name).value()).isEqualTo("FATAL");
    get(
        admin
            .incrementalAlterConfigs(Map.of(logger, List.of(AlterConfigOp.delete(name))))
            .compose(Results::all));
    assertThat(javas(logger).get(name).value()).isNotEqualTo("FATAL");
    Results<ConfigResource, Void> unknown =
        get(
            admin.incrementalAlterConfigs(
                Map.of(logger, List.of(AlterConfigOp.set(topic, "ERROR")))));
    assertThat(code(unknown, logger)).isEqualTo(ErrorCode.INVALID_CONFIG);
  }

  @Test
  void resourcesWithConfigurationAreListed() throws Exception {
    ConfigResource metrics = ConfigResource.clientMetrics(topic);
    get(
        admin
            .incrementalAlterConfigs(
                Map.of(metrics, List.of(AlterConfigOp.set("interval.ms", "60000"))))
            .compose(Results::all));
    eventually(() -> assertThat(get(admin.listClientMetricsResources())).contains(topic));
    assertThat(get(admin.listConfigResources(Set.of(ConfigResource.Type.CLIENT_METRICS))))
        .contains(metrics);
    assertThat(
            get(admin.listConfigResources(Set.of())).stream()
                .map(one -> one.type() + one.name())
                .toList())
        .containsExactlyInAnyOrderElementsOf(
            get(java().listConfigResources().all()).stream()
                .map(one -> one.type() + one.name())
                .toList());
  }
}
