package io.kafkavertx.eventbus;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.Ordering;
import io.kafkavertx.ProcessOptions;
import io.kafkavertx.RecordFailedException;
import io.kafkavertx.internal.vertx.CallerContext;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Processes records ({@link KafkaConsumer#process}) by sending them over the event bus: a reply is
 * the end of the work. Everything here happens on one context.
 */
final class Delivery implements EventBusDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(EventBusDelivery.class);

  private final Vertx vertx;
  private final Context context;
  private final Route route;
  private final AddressTemplate address;
  private final MessageForm form;
  private final KafkaConsumer<Buffer, Buffer> consumer;
  private final DeliveryMeters meters;

  private final DeliveryControl control;

  private Handler<Throwable> exceptionHandler;
  private Future<Void> closed;

  Delivery(Vertx vertx, ConsumerOptions options, Route route) {
    route.checkWith(options);
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.route = new Route(route);
    this.address = route.addresses();
    this.form = new MessageForm(route);
    EventBusRecords.register(vertx);
    ConsumerOptions own = new ConsumerOptions(options).setEnableAutoCommit(true);
    // Of records that wait for others with their key each may be the last of its fetched answer.
    Deserializer<Buffer> bytes =
        route.getOrdering() == Ordering.KEY ? new CopiedBytes() : Deserializer.buffer();
    this.consumer = KafkaConsumer.create(vertx, own, bytes, bytes);
    this.control = new DeliveryControl(consumer, own);
    this.meters = new DeliveryMeters(vertx, own, route.getAddress());
    this.exceptionHandler =
        failure -> LOG.error("Kafka delivery to the event-bus address " + address, failure);
  }

  @Override
  public Future<Void> start() {
    return onContext(
        () -> {
          if (closed != null) {
            return Future.failedFuture(new ClientClosedException("the delivery has been closed"));
          }
          meters.start();
          consumer.exceptionHandler(this::report);
          ProcessOptions how = route.toProcessOptions(this::complain);
          control.processing(
              route.getBatchSize() == 1
                  ? consumer.process(how, this::deliver)
                  : consumer.processBatches(how, this::deliver));
          Future<Void> assigned =
              route.getTopicPattern() == null
                  ? consumer.subscribe(new HashSet<>(route.getTopics()))
                  : consumer.subscribe(route.getTopicPattern());
          return assigned.onComplete(done -> control.started(done.cause()));
        });
  }

  private Future<?> deliver(ConsumerRecord<Buffer, Buffer> record) {
    return deliver(address.of(record), form.body(record), form.options(record), 1);
  }

  private Future<?> deliver(ConsumerRecords<Buffer, Buffer> records) {
    ConsumerRecord<Buffer, Buffer> first = records.records().get(0);
    return deliver(address.of(first), form.body(records), form.options(first), records.size());
  }

  private Future<?> deliver(String to, Object body, DeliveryOptions options, int records) {
    meters.delivered(records);
    Future<?> sent =
        switch (route.getMode()) {
          case REQUEST -> vertx.eventBus().request(to, body, options);
          // Unlike send and publish these tell when there is no handler.
          case SEND -> vertx.eventBus().sender(to, options).write(body);
          case PUBLISH -> vertx.eventBus().publisher(to, options).write(body);
        };
    return sent.onComplete(reply -> meters.ended(reply, records));
  }

  /** Called on the consumer's loop. */
  private void complain(Throwable failure) {
    context.runOnContext(v -> report(failure));
  }

  private void report(Throwable failure) {
    if (failure instanceof RecordFailedException failed) {
      meters.failed(failed.outcome());
    }
    exceptionHandler.handle(failure);
  }

  @Override
  public EventBusDelivery exceptionHandler(Handler<Throwable> handler) {
    exceptionHandler = handler;
    return this;
  }

  @Override
  public Future<Void> pause() {
    return onContext(() -> control.pause(true));
  }

  @Override
  public Future<Void> resume() {
    return onContext(() -> control.pause(false));
  }

  @Override
  public Future<Void> pause(Collection<TopicPartition> partitions) {
    return onContext(() -> consumer.pause(partitions));
  }

  @Override
  public Future<Void> resume(Collection<TopicPartition> partitions) {
    return onContext(() -> control.resume(partitions));
  }

  @Override
  public Future<Void> resume(TopicPartition partition) {
    return onContext(() -> control.resume(partition));
  }

  @Override
  public Future<Void> seek(TopicPartition partition, long offset) {
    return onContext(() -> consumer.seek(partition, offset));
  }

  @Override
  public Future<Void> seekToBeginning(Collection<TopicPartition> partitions) {
    return onContext(() -> consumer.seekToBeginning(partitions));
  }

  @Override
  public Future<Void> seekToEnd(Collection<TopicPartition> partitions) {
    return onContext(() -> consumer.seekToEnd(partitions));
  }

  @Override
  public Future<Void> seekToTime(Collection<TopicPartition> partitions, long timestamp) {
    return onContext(() -> control.seekToTime(partitions, timestamp));
  }

  @Override
  public Future<Long> position(TopicPartition partition) {
    return onContext(() -> consumer.position(partition));
  }

  @Override
  public Future<Map<TopicPartition, OffsetAndMetadata>> commit() {
    return onContext(consumer::commit);
  }

  @Override
  public Future<Set<TopicPartition>> assignment() {
    return onContext(consumer::assignment);
  }

  @Override
  public Future<Map<TopicPartition, Long>> lag() {
    return onContext(consumer::lag);
  }

  @Override
  public Future<JsonObject> status() {
    return onContext(
        () ->
            control.status(
                new JsonObject().put("address", address.toString()).mergeIn(meters.totals())));
  }

  @Override
  public Future<JsonObject> health() {
    return health(null);
  }

  @Override
  public Future<JsonObject> health(Duration maxUnacknowledged) {
    return onContext(() -> control.health(maxUnacknowledged));
  }

  @Override
  public Future<Void> close(Duration timeout) {
    return onContext(
        () -> {
          if (closed == null) {
            closed = consumer.close(timeout).onComplete(ended -> meters.close());
          }
          return closed;
        });
  }

  /** Runs {@code work} on the delivery's context, and completes the result on the caller's. */
  private <T> Future<T> onContext(Supplier<Future<T>> work) {
    if (Vertx.currentContext() == context) {
      return work.get();
    }
    Promise<T> result = CallerContext.currentOrNew(vertx).promise();
    context.runOnContext(v -> work.get().onComplete(result));
    return result.future();
  }
}
