package io.kafkavertx.eventbus;

import io.kafkavertx.ConfigException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.eventbus.VerticleConfig.OnStartTimeout;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * Kafka on the event bus without a line of code: deployed by name with a JSON configuration, it
 * delivers topics to addresses ({@link EventBusDelivery}), takes records at addresses ({@link
 * EventBusProducer}), and can be looked at and steered through a control address. {@code
 * docs/kafka-verticle.md} describes the configuration; {@link #schema()} is its JSON schema.
 *
 * <p>The deployment fails with a {@link ConfigException} that names everything that is wrong in the
 * configuration, each with its path in the document. Otherwise it completes when the addresses of
 * the producers are registered and each delivery has its first assignment, or, when that takes
 * longer than {@code startTimeout}, as {@code onStartTimeout} says. Undeploying waits, for {@code
 * closeTimeout} at most, for the replies to records on their way, commits, and sends what was taken
 * at the producers' addresses.
 *
 * <p>Several instances share the load: each is a member of its groups of its own.
 */
public final class KafkaVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaVerticle.class);

  private InstanceNumber number;
  private VerticleParts parts;

  /** Null when there is none. */
  private ControlAddress control;

  private Duration closeTimeout;
  private boolean closing;

  /** For Vert.x, which makes verticles by name. */
  public KafkaVerticle() {}

  @Override
  public Future<?> start() {
    number = InstanceNumber.claim(vertx, "deployment " + deploymentID());
    try {
      VerticleConfig config =
          VerticleConfig.of(config(), context.getInstanceCount(), number.value());
      closeTimeout = config.closeTimeout();
      parts = new VerticleParts(vertx, config);
      return parts
          .open()
          .compose(open -> listen(config))
          .compose(listening -> deliver(config))
          .recover(this::startFailed);
    } catch (RuntimeException e) {
      return startFailed(e);
    }
  }

  /** Before the deliveries have started: somebody may want to know why they do not. */
  private Future<Void> listen(VerticleConfig config) {
    if (config.control() == null) {
      return Future.succeededFuture();
    }
    control = new ControlAddress(vertx, config, parts);
    return control.opened();
  }

  private Future<Void> startFailed(Throwable failure) {
    return closeAll().transform(closed -> Future.failedFuture(failure));
  }

  private Future<Void> deliver(VerticleConfig config) {
    Promise<Void> started = Promise.promise();
    Future<Void> assigned = parts.start();
    long timer =
        vertx.setTimer(
            Math.max(1, config.startTimeout().toMillis()), id -> tooLate(config, started));
    assigned.onComplete(
        done -> {
          vertx.cancelTimer(timer);
          if (started.future().isComplete()) {
            startedLate(done.cause());
          } else {
            started.handle(done);
          }
        });
    return started.future();
  }

  private void tooLate(VerticleConfig config, Promise<Void> started) {
    String waiting =
        "no assignment yet after "
            + config.startTimeout().toMillis()
            + " ms: "
            + String.join(", ", parts.unassigned());
    if (config.onStartTimeout() == OnStartTimeout.FAIL) {
      started.tryFail(
          new KafkaTimeoutException(
              "KafkaVerticle could not start: "
                  + waiting
                  + ". Are the brokers of bootstrapServers reachable? onStartTimeout=CONTINUE"
                  + " goes on trying"));
    } else {
      LOG.warn("KafkaVerticle goes on trying in the background: " + waiting);
      started.tryComplete();
    }
  }

  private void startedLate(Throwable failure) {
    if (closing) {
      return;
    }
    if (failure != null) {
      LOG.error("KafkaVerticle: a delivery could not start", failure);
    } else {
      LOG.info("KafkaVerticle: all deliveries have their first assignment now");
    }
  }

  @Override
  public Future<?> stop() {
    return closeAll();
  }

  private Future<Void> closeAll() {
    closing = true;
    Future<Void> silent = control == null ? Future.succeededFuture() : control.close();
    Future<Void> closed =
        parts == null
            ? Future.succeededFuture()
            : silent.transform(gone -> parts.close(closeTimeout));
    return closed.eventually(
        () -> {
          number.release();
          return Future.succeededFuture();
        });
  }

  /**
   * The JSON schema (draft 2020-12) of the configuration: a fresh copy of what is in the jar as
   * {@code META-INF/kafka-vertx/kafka-verticle.schema.json}. Reads the class path, so it may block.
   */
  public static JsonObject schema() {
    return SchemaFile.read();
  }
}
