package io.kafkavertx.testkit.junit;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.BrokerProvider;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.KafkaCluster;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * A real broker, or a cluster, for JUnit 5 tests.
 *
 * <pre>{@code
 * class OrdersTest {
 *   @RegisterExtension static final KafkaExtension kafka = KafkaExtension.version("4.4.0");
 *
 *   @Test
 *   void ordersArrive() {
 *     String topic = kafka.newTopic(3);
 *     String servers = kafka.bootstrapServers();
 *   }
 * }
 * }</pre>
 *
 * <p>In a static field it starts before the first test of the class and ends after the last one; in
 * an instance field every test has its own. {@link #shared()} lets all test classes of a run use
 * one. Tests may also have a parameter of type {@link KafkaBroker} or {@link KafkaCluster}.
 */
public final class KafkaExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(KafkaExtension.class);
  private static final AtomicInteger TOPICS = new AtomicInteger();

  private final BrokerOptions options;
  private final int nodes;
  private BrokerProvider provider;
  private boolean shared;
  private boolean startedForClass;
  private Running running;

  private KafkaExtension(int nodes, BrokerOptions options) {
    this.nodes = nodes;
    this.options = Objects.requireNonNull(options, "options");
  }

  /** What is running: a cluster, or a broker of a provider that has no clusters. */
  private record Running(KafkaBroker broker, KafkaCluster cluster) implements AutoCloseable {
    @Override
    public void close() {
      if (cluster != null) {
        cluster.close();
      } else {
        broker.close();
      }
    }
  }

  /**
   * One broker with everything else at its default.
   *
   * @param version for example {@code 4.4.0}
   * @return the extension
   */
  public static KafkaExtension version(String version) {
    return broker(BrokerOptions.version(version));
  }

  /**
   * One broker.
   *
   * @param options which and how
   * @return the extension
   */
  public static KafkaExtension broker(BrokerOptions options) {
    return new KafkaExtension(1, options);
  }

  /**
   * A cluster.
   *
   * @param nodes how many brokers
   * @param options which and how
   * @return the extension
   */
  public static KafkaExtension cluster(int nodes, BrokerOptions options) {
    return new KafkaExtension(nodes, options);
  }

  /**
   * Lets all test classes of this run that ask for the same version and number of nodes, and say
   * that they share, use the same brokers, which end with the run. The options of the first one
   * count. Leave such brokers as you found them.
   *
   * @return this
   */
  public KafkaExtension shared() {
    shared = true;
    return this;
  }

  /**
   * Runs the broker in another way than in a child JVM. Where that is not possible, the tests are
   * skipped with the reason. One broker only.
   *
   * @param value for example {@link BrokerProvider#containers()}
   * @return this
   */
  public KafkaExtension provider(BrokerProvider value) {
    provider = Objects.requireNonNull(value, "provider");
    if (nodes > 1) {
      throw new IllegalArgumentException("Only child JVMs form clusters");
    }
    return this;
  }

  /**
   * The broker; in a cluster the first one.
   *
   * @return the running broker
   */
  public KafkaBroker broker() {
    return running().broker();
  }

  /**
   * The cluster.
   *
   * @return the running cluster; a single broker of a child JVM is one, too
   */
  public KafkaCluster cluster() {
    KafkaCluster cluster = running().cluster();
    if (cluster == null) {
      throw new IllegalStateException("This broker is not run in a child JVM");
    }
    return cluster;
  }

  /**
   * Where clients without security connect.
   *
   * @return all brokers, separated by commas
   */
  public String bootstrapServers() {
    Running now = running();
    return now.cluster() != null
        ? now.cluster().bootstrapServers()
        : now.broker().bootstrapServers();
  }

  /**
   * Creates a topic with a name that no other test has.
   *
   * @param partitions how many partitions
   * @return its name
   */
  public String newTopic(int partitions) {
    String name = "topic-" + TOPICS.incrementAndGet() + "-" + Long.toHexString(System.nanoTime());
    broker().createTopic(name, partitions);
    return name;
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException(
          "The broker is not running: is the extension registered with @RegisterExtension?");
    }
    return running;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    startedForClass = true;
    start(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!startedForClass) {
      start(context);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!startedForClass) {
      end();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    end();
    startedForClass = false;
  }

  private void start(ExtensionContext context) {
    Optional<String> reason = provider == null ? Optional.empty() : provider.unavailable();
    if (reason.isPresent()) {
      throw new TestAbortedException(reason.get());
    }
    running =
        shared
            ? context
                .getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                    options.version() + "/" + nodes, key -> launch(), Running.class)
            : launch();
  }

  private Running launch() {
    if (provider == null) {
      KafkaCluster cluster = KafkaCluster.start(nodes, options);
      return new Running(cluster.node(1), cluster);
    }
    return new Running(provider.start(options), null);
  }

  private void end() {
    if (running != null && !shared) {
      running.close();
    }
    running = null;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == KafkaBroker.class || type == KafkaCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == KafkaBroker.class ? broker() : cluster();
  }
}
