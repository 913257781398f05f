package io.kafkavertx;

import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.produce.Caller;
import io.kafkavertx.internal.produce.ProduceConfig;
import io.kafkavertx.internal.produce.ProducerCore;
import io.kafkavertx.internal.produce.RecordClock;
import io.kafkavertx.internal.produce.txn.TransactionConfig;
import io.kafkavertx.internal.produce.txn.Transactions;
import io.kafkavertx.internal.vertx.CallerContext;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.internal.vertx.QueueLevel;
import io.kafkavertx.internal.vertx.VertxCaller;
import io.kafkavertx.protocol.record.BatchBuilder;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * The producer's outer side: serializes on the caller's thread, brings records to the loop, results
 * to the caller's context, and the level of the queue to whoever asks.
 */
final class KafkaProducerImpl<K, V> implements KafkaProducer<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaProducerImpl.class);

  /** How long a producer that nobody closed may hold up its verticle or Vert.x. */
  private static final Duration LONGEST_IMPLICIT_CLOSE = Duration.ofSeconds(10);

  private final ProducerOptions options;
  private final RecordSerializer<K, V> serializer;
  private final ClientShell shell;
  private final EventLoop loop;
  private final Cluster cluster;
  private final ProducerCore core;
  private final QueueLevel level;
  private final ProducerPlugins plugins;

  /** Null when nobody watches. */
  private final ObservedSends<K, V> observed;

  // On the loop only.
  private final RecordClock clock;
  private Caller lastCaller;
  private Duration closeTimeout;
  private boolean closed;
  private boolean missedDrain;
  private CallerContext drainContext;
  private Handler<Void> drainHandler;
  private CallerContext exceptionContext;
  private Handler<Throwable> exceptionHandler;

  private KafkaProducerImpl(
      ProducerOptions options,
      RecordSerializer<K, V> serializer,
      ClientShell shell,
      ProducerPlugins plugins) {
    this.options = options;
    this.serializer = serializer;
    this.shell = shell;
    this.loop = shell.loop();
    this.clock = new RecordClock(loop);
    this.plugins = plugins;
    this.observed = ObservedSends.of(shell, options);
    this.closeTimeout = min(options.getDeliveryTimeout(), LONGEST_IMPLICIT_CLOSE);
    this.level = new QueueLevel(queueLimit(options.getWriteQueueMaxSize()), this::drained);
    this.cluster = Cluster.open(loop, shell.transport(), options, plugins.meters());
    this.core =
        new ProducerCore(
            ProduceConfig.of(options, plugins.codec()),
            TransactionConfig.of(options),
            cluster,
            plugins.partitioner(),
            level::held,
            this::writeFailed);
    core.hurryFrom(level.limit());
    cluster.autoCreateTopics(true);
  }

  static <K, V> KafkaProducer<K, V> create(
      Vertx vertx,
      ProducerOptions options,
      Serializer<K> keySerializer,
      Serializer<V> valueSerializer) {
    ProducerOptions own = options.copy();
    own.validate();
    RecordSerializer<K, V> serializer =
        new RecordSerializer<>(
            Objects.requireNonNull(keySerializer, "keySerializer"),
            Objects.requireNonNull(valueSerializer, "valueSerializer"));
    ProducerPlugins plugins = ProducerPlugins.load(vertx, own);
    ClientShell shell = ClientShell.open(vertx, own);
    try {
      KafkaProducerImpl<K, V> producer = new KafkaProducerImpl<>(own, serializer, shell, plugins);
      shell.onClose(producer::closeInside);
      return producer;
    } catch (RuntimeException e) {
      plugins.close();
      shell.close();
      throw e;
    }
  }

  /** Who asks whether the queue is full must learn it before records are refused. */
  private long queueLimit(long maxSize) {
    return Math.max(1, Math.min(maxSize, options.getBufferMemory() / 2));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
    return observed == null ? sendNow(record) : observed.send(record, this::sendNow);
  }

  private Future<RecordMetadata> sendNow(ProducerRecord<K, V> record) {
    boolean onLoop = loop.inLoop();
    Caller caller = caller(onLoop);
    Promise<RecordMetadata> promise = caller.promise();
    try {
      List<Header> headers = serializer.headers(record);
      byte[] key = serializer.key(record, headers);
      byte[] value = serializer.value(record, headers);
      if (onLoop) {
        core.send(
            record.topic(),
            partition(record),
            timestampOnLoop(record),
            key,
            value,
            headers,
            caller,
            promise);
      } else {
        bring(new CallIn(record, key, value, headers, caller, promise, null));
      }
    } catch (RuntimeException e) {
      failed(e);
      promise.tryFail(e);
    }
    return promise.future();
  }

  @Override
  public Future<Void> write(ProducerRecord<K, V> record) {
    if (observed != null) {
      // Who watches wants the result of each record, so there is nothing to share.
      return observed
          .send(record, this::sendNow)
          .<Void>mapEmpty()
          .onFailure(cause -> shell.run(() -> writeFailed(cause)));
    }
    boolean onLoop = loop.inLoop();
    Caller caller = caller(onLoop);
    try {
      List<Header> headers = serializer.headers(record);
      byte[] key = serializer.key(record, headers);
      byte[] value = serializer.value(record, headers);
      if (onLoop) {
        Future<Void> shared =
            core.write(
                record.topic(),
                partition(record),
                timestampOnLoop(record),
                key,
                value,
                headers,
                caller);
        if (shared.failed()) {
          writeFailed(shared.cause());
        }
        return shared;
      }
      Promise<Void> promise = caller.promise();
      bring(new CallIn(record, key, value, headers, caller, null, promise));
      return promise.future();
    } catch (RuntimeException e) {
      failed(e);
      shell.run(() -> writeFailed(e));
      return Future.failedFuture(e);
    }
  }

  /** A record that never got anywhere is missing in its transaction all the same. */
  private void failed(RuntimeException cause) {
    if (options.getTransactionalId() != null) {
      shell.run(() -> core.sendFailed(cause));
    }
  }

  private Caller caller(boolean onLoop) {
    if (!onLoop) {
      return VertxCaller.current(null);
    }
    Caller caller = VertxCaller.current(lastCaller);
    lastCaller = caller;
    return caller;
  }

  private static int partition(ProducerRecord<?, ?> record) {
    return record.partition() == null ? -1 : record.partition();
  }

  private long timestampOnLoop(ProducerRecord<?, ?> record) {
    return record.timestamp() == null ? clock.millis() : record.timestamp();
  }

  private long timestamp(ProducerRecord<?, ?> record) {
    return record.timestamp() == null ? loop.wallMillis() : record.timestamp();
  }

  /**
   * Takes a record of another thread to the loop. What is on its way counts, so that it is bounded
   * too.
   */
  private void bring(CallIn call) {
    if (level.total() + call.bytes > options.getBufferMemory()) {
      throw new BufferExhaustedException(
          "a record for topic "
              + call.record.topic()
              + " was not taken: records of "
              + level.total()
              + " bytes have no result yet, and bufferMemory is "
              + options.getBufferMemory()
              + "; wait for drainHandler when writeQueueFull() is true");
    }
    level.departed(call.bytes);
    try {
      shell.run(call);
    } catch (RejectedExecutionException e) {
      level.departed(-call.bytes);
      throw new ClientClosedException("Vert.x has been closed", e);
    }
  }

  /** A record on its way to the loop. */
  private final class CallIn implements Runnable {
    private final ProducerRecord<K, V> record;
    private final byte[] key;
    private final byte[] value;
    private final List<Header> headers;
    private final long timestamp;
    private final Caller caller;
    private final Promise<RecordMetadata> sent;
    private final Promise<Void> written;
    private final int bytes;

    CallIn(
        ProducerRecord<K, V> record,
        byte[] key,
        byte[] value,
        List<Header> headers,
        Caller caller,
        Promise<RecordMetadata> sent,
        Promise<Void> written) {
      this.record = record;
      // The caller may use its own arrays again as soon as the call has returned.
      this.key = key != null && key == record.key() ? key.clone() : key;
      this.value = value != null && value == record.value() ? value.clone() : value;
      this.headers = headers;
      this.timestamp = timestamp(record);
      this.caller = caller;
      this.sent = sent;
      this.written = written;
      this.bytes = BatchBuilder.upperBound(key, value, headers);
    }

    @Override
    public void run() {
      try {
        if (sent != null) {
          core.send(
              record.topic(), partition(record), timestamp, key, value, headers, caller, sent);
        } else {
          Future<Void> shared =
              core.write(record.topic(), partition(record), timestamp, key, value, headers, caller);
          if (shared.failed()) {
            writeFailed(shared.cause());
          }
          shared.onComplete(written);
        }
      } finally {
        level.arrived(bytes);
      }
    }
  }

  @Override
  public Future<Void> initTransactions() {
    return transactional("initTransactions()", Transactions::init);
  }

  @Override
  public Future<Void> beginTransaction() {
    return transactional("beginTransaction()", Transactions::begin);
  }

  @Override
  public Future<Void> sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
    Map<TopicPartition, OffsetAndMetadata> own = OrderedCopy.of(offsets);
    Objects.requireNonNull(groupMetadata, "groupMetadata");
    return transactional(
        "sendOffsetsToTransaction()", transactions -> transactions.sendOffsets(own, groupMetadata));
  }

  @Override
  public Future<Void> commitTransaction() {
    return transactional("commitTransaction()", Transactions::commit);
  }

  @Override
  public Future<Void> abortTransaction() {
    return transactional("abortTransaction()", Transactions::abort);
  }

  @Override
  public <T> Future<T> inTransaction(Function<KafkaProducer<K, V>, Future<T>> work) {
    return transactional(
            "inTransaction()",
            transactions ->
                transactions.isUninitialized()
                    ? transactions.init().compose(done -> transactions.begin())
                    : transactions.begin())
        .compose(begun -> TransactionWork.run(this, work));
  }

  private Future<Void> transactional(String call, Function<Transactions, Future<Void>> work) {
    if (options.getTransactionalId() == null) {
      return Future.failedFuture(
          new IllegalStateException(
              call + " needs a transactional id; see ProducerOptions.setTransactionalId"));
    }
    return shell.call(() -> work.apply(core.transactions()));
  }

  @Override
  public Future<Void> flush() {
    return shell.call(core::flush);
  }

  @Override
  public Future<List<PartitionInfo>> partitionsFor(String topic) {
    return shell.call(() -> core.partitionsFor(topic));
  }

  @Override
  public Future<ProducerState> state() {
    return shell.call(
        () ->
            closed
                ? Future.failedFuture(new ClientClosedException("the producer is closed"))
                : Future.succeededFuture(
                    ProducerHealth.state(plugins.meters().values(), options, core.failure())));
  }

  @Override
  public Future<Map<MetricName, Double>> metrics() {
    return shell.call(() -> Future.succeededFuture(plugins.meters().values()));
  }

  @Override
  public Future<Void> end() {
    return close();
  }

  @Override
  public Future<Void> reloadTls() {
    return shell.reloadTls(null);
  }

  @Override
  public Future<Void> reloadTls(TlsOptions tls) {
    return shell.reloadTls(Objects.requireNonNull(tls, "tls"));
  }

  @Override
  public Future<Void> close() {
    return close(options.getDeliveryTimeout());
  }

  @Override
  public Future<Void> close(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("the timeout must not be negative, but is " + timeout);
    }
    return shell.call(
        () -> {
          closeTimeout = min(timeout, options.getDeliveryTimeout());
          return shell.close();
        });
  }

  private Future<Void> closeInside() {
    closed = true;
    return core.close(loop.nanoTime() + closeTimeout.toNanos())
        .eventually(cluster::close)
        .eventually(
            () -> {
              plugins.close();
              return Future.succeededFuture();
            });
  }

  @Override
  public KafkaProducer<K, V> setWriteQueueMaxSize(int maxSize) {
    if (maxSize < 1) {
      throw new IllegalArgumentException("the maximum size must be at least 1, but is " + maxSize);
    }
    long limit = queueLimit(maxSize);
    level.limit(limit);
    shell.run(() -> core.hurryFrom(limit));
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return level.isFull();
  }

  @Override
  public KafkaProducer<K, V> drainHandler(Handler<Void> handler) {
    CallerContext context = CallerContext.current();
    shell.run(
        () -> {
          drainContext = context;
          drainHandler = handler;
          if (missedDrain && handler != null) {
            drained();
          }
        });
    return this;
  }

  /** The queue has drained. Its handler is called after the current turn: it usually sends more. */
  private void drained() {
    missedDrain = drainHandler == null;
    if (drainHandler != null) {
      CallerContext context = drainContext;
      Handler<Void> handler = drainHandler;
      loop.execute(() -> context.emit(null, handler));
    }
  }

  @Override
  public KafkaProducer<K, V> exceptionHandler(Handler<Throwable> handler) {
    CallerContext context = CallerContext.current();
    shell.run(
        () -> {
          exceptionContext = context;
          exceptionHandler = handler;
        });
    return this;
  }

  private void writeFailed(Throwable cause) {
    if (exceptionHandler == null) {
      LOG.debug("Records were not stored", cause);
    } else {
      exceptionContext.emit(cause, exceptionHandler);
    }
  }
}
