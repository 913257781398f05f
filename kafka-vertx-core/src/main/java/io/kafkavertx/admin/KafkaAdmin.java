package io.kafkavertx.admin;

import io.kafkavertx.ConfigException;
import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.TlsOptions;
import io.kafkavertx.spi.MetricName;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;

/**
 * Looks after a cluster: topics, configuration, groups, transactions, rights.
 *
 * <pre>{@code
 * KafkaAdmin admin = KafkaAdmin.create(vertx, new KafkaAdminOptions().setBootstrapServers("localhost:9092"));
 * admin.createTopics(List.of(NewTopic.of("orders", 12, 3).config("cleanup.policy", "compact")))
 *     .compose(Results::all)
 *     .onSuccess(created -> System.out.println(created.get("orders").topicId()));
 * }</pre>
 *
 * <p>What concerns several items gives {@link Results}: a value or a failure for each. What a
 * broker refuses for the moment, because the controller, a leader or a coordinator has moved, is
 * asked for again until the call's time is over, for the items concerned only. What changes
 * something is not sent twice when nobody can tell whether it was done: its failure is then an
 * {@link io.kafkavertx.OutcomeUnknownException}, unless doing it twice is harmless.
 *
 * <p>Failures are a {@link io.kafkavertx.BrokerErrorException} with the broker's error code, an
 * {@link io.kafkavertx.UnsupportedVersionException} that names the broker's release and the one
 * that is needed, a {@link io.kafkavertx.KafkaTimeoutException}, or one of those of {@link
 * io.kafkavertx.KafkaClient}.
 *
 * <p>Any thread may call any method; nothing blocks. Futures complete on the caller's context.
 */
@VertxGen
public interface KafkaAdmin
    extends TopicAdmin, ConfigAdmin, ClusterAdmin, GroupAdmin, TransactionAdmin, SecurityAdmin {
  /**
   * Creates a client. Nothing is connected before something is asked for. It belongs to the event
   * loop of the context that created it, and closes with the verticle that created it.
   *
   * @throws ConfigException when options are wrong or do not go together
   */
  static KafkaAdmin create(Vertx vertx, KafkaAdminOptions options) {
    return KafkaAdminImpl.create(vertx, options);
  }

  /**
   * The same client, whose calls may take that long, in place of {@link
   * KafkaAdminOptions#getDefaultApiTimeout()}: {@code
   * admin.withTimeout(ofSeconds(5)).listTopics()}. Closing either closes both.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  KafkaAdmin withTimeout(Duration timeout);

  /** Everything that is measured, as it is now; {@code docs/metrics.md} lists it. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<MetricName, Double>> metrics();

  /**
   * Reads keys and certificates again; see {@link io.kafkavertx.KafkaClient#reloadTls()}.
   *
   * @return fails with {@link ConfigException}, which names the option and the file
   */
  Future<Void> reloadTls();

  /** Uses other keys and certificates for the connections that are made from now on. */
  Future<Void> reloadTls(TlsOptions tls);

  /**
   * Closes all connections; calls under way fail with {@link io.kafkavertx.ClientClosedException}.
   * Calling it again is harmless.
   */
  Future<Void> close();
}
