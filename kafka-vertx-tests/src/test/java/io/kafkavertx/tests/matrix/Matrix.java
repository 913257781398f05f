package io.kafkavertx.tests.matrix;

import io.kafkavertx.ClientOptions;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.kafkavertx.testkit.broker.TestCertificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * What all classes of the matrix share: one broker of each release, with every listener that it can
 * have, and the results. When the last class is done the brokers go and, after a full run, the
 * table is written.
 */
final class Matrix implements BeforeAllCallback {
  static final String USER = "alice";
  static final String PASSWORD = "alice-secret";
  static final String SASL = "SASL_PLAINTEXT";
  static final String TLS = "SSL";

  private Shared shared;

  /** Lives for the run. */
  private static final class Shared implements Store.CloseableResource {
    private final Map<Release, KafkaBroker> brokers = new LinkedHashMap<>();
    private final Results results = new Results();
    private final Vertx vertx = Vertx.vertx();
    private TestCertificates certificates;
    private int names;

    @Override
    public void close() throws Exception {
      vertx.close().await(30, TimeUnit.SECONDS);
      brokers.values().forEach(KafkaBroker::close);
      if (!results.isEmpty()) {
        Path table = Path.of("target", "compatibility.md");
        Files.writeString(table, results.table());
        if (Release.isFullRun()) {
          results.write(Path.of("..", "docs", "compatibility.md"));
        }
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    shared =
        context
            .getRoot()
            .getStore(Namespace.create(Matrix.class))
            .getOrComputeIfAbsent("shared", key -> new Shared(), Shared.class);
  }

  Vertx vertx() {
    return shared.vertx;
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.await(120, TimeUnit.SECONDS);
  }

  /** What a future fails with; null when it succeeds. */
  static Throwable failure(Future<?> future) throws Exception {
    return await(future.transform(end -> Future.succeededFuture(end.cause())));
  }

  void check(Release release, String row, Results.Check check) throws Exception {
    shared.results.check(release, row, check);
  }

  TestCertificates certificates() throws Exception {
    if (shared.certificates == null) {
      shared.certificates =
          TestCertificates.selfSigned(Files.createTempDirectory("matrix-certificates"));
    }
    return shared.certificates;
  }

  KafkaBroker broker(Release release) throws Exception {
    KafkaBroker broker = shared.brokers.get(release);
    if (broker == null) {
      broker = KafkaBroker.start(options(release));
      shared.brokers.put(release, broker);
    }
    return broker;
  }

  private BrokerOptions options(Release release) throws Exception {
    // Records of any timestamp stay.
    BrokerOptions options = BrokerOptions.version(release.version());
    if (release.isAtLeast("0.10.0")) {
      options = options.property("log.retention.ms", "-1").property("delete.topic.enable", "true");
    }
    if (release.isAtLeast("0.11.0")) {
      options = options.property("group.initial.rebalance.delay.ms", "0");
    }
    if (release.isAtLeast("0.9.0")) {
      options = options.listener(Listener.ssl(TLS, certificates()));
    }
    if (release.isAtLeast("0.10.0")) {
      Listener sasl = Listener.saslPlaintext(SASL).plainUser(USER, PASSWORD);
      options =
          options.listener(
              release.isAtLeast("0.10.2") ? sasl.scramUser("SCRAM-SHA-256", USER, PASSWORD) : sasl);
    }
    return options;
  }

  /** A new topic of so many partitions. */
  String topic(Release release, int partitions) throws Exception {
    String name = name("topic");
    broker(release).createTopic(name, partitions);
    return name;
  }

  String name(String prefix) {
    return prefix + "-" + shared.names++;
  }

  /** Options for a client that is told the release when the broker cannot tell it. */
  <O extends ClientOptions<O>> O client(O options, Release release) throws Exception {
    options.setBootstrapServers(broker(release).bootstrapServers());
    return release.pinned() == null ? options : options.setApiVersion(release.pinned());
  }

  /** The same for a client that has to find out; 0.9 leaves its question without an answer. */
  <O extends ClientOptions<O>> O unpinned(O options, Release release) throws Exception {
    return options
        .setBootstrapServers(broker(release).bootstrapServers())
        .setConnectionSetupTimeout(Duration.ofSeconds(2));
  }
}
