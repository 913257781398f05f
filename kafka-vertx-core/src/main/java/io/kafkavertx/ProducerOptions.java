package io.kafkavertx;

import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a {@link KafkaProducer} can be told. Names and defaults are those of the Java client where
 * the thing is the same.
 *
 * <p>See {@link ClientOptions} for what every client can be told. Not thread-safe; a producer
 * copies the options it is given.
 */
@DataObject
public final class ProducerOptions extends ClientOptions<ProducerOptions> {
  private static final int LARGEST = Integer.MAX_VALUE - 1024;
  private static final int MOST_IN_FLIGHT_IDEMPOTENT = 5;

  private String acks = "all";
  private Duration linger = Duration.ofMillis(5);
  private int batchSize = 16384;
  private int maxRequestSize = 1024 * 1024;
  private long bufferMemory = 32L * 1024 * 1024;
  private int writeQueueMaxSize = 1024 * 1024;
  private String compression = "none";
  private String partitioner = "default";
  private String clientRack = "";
  private Duration deliveryTimeout = Duration.ofMinutes(2);
  private int retries = Integer.MAX_VALUE;
  private Duration metadataMaxIdle = Duration.ofMinutes(5);
  private Boolean enableIdempotence;
  private List<ProducerInterceptor<?, ?>> interceptors = List.of();
  private TracingPolicy tracingPolicy = TracingPolicy.PROPAGATE;
  private String transactionalId;
  private Duration transactionTimeout = Duration.ofMinutes(1);

  public ProducerOptions() {}

  /** As {@link #toJson()} writes it. An unknown key is an error that names the nearest one. */
  public ProducerOptions(JsonObject json) {
    readJson(json);
  }

  /** The defaults, with what {@code other} says for clients of every kind. */
  ProducerOptions(ClientOptions<?> other) {
    super(other);
  }

  /** A copy that shares nothing with {@code other}. */
  public ProducerOptions(ProducerOptions other) {
    super(other);
    acks = other.acks;
    linger = other.linger;
    batchSize = other.batchSize;
    maxRequestSize = other.maxRequestSize;
    bufferMemory = other.bufferMemory;
    writeQueueMaxSize = other.writeQueueMaxSize;
    compression = other.compression;
    partitioner = other.partitioner;
    clientRack = other.clientRack;
    deliveryTimeout = other.deliveryTimeout;
    retries = other.retries;
    metadataMaxIdle = other.metadataMaxIdle;
    enableIdempotence = other.enableIdempotence;
    interceptors = other.interceptors;
    tracingPolicy = other.tracingPolicy;
    transactionalId = other.transactionalId;
    transactionTimeout = other.transactionTimeout;
  }

  /**
   * Options out of a map with the Java client's property names. An unknown key is an error that
   * names the nearest one.
   */
  public static ProducerOptions fromProperties(Map<?, ?> properties) {
    return new ProducerOptions().readProperties(properties);
  }

  /**
   * The JSON schema (draft 2020-12) of the JSON form: names, types and constants. Whether values go
   * together it cannot say; {@link #validate()} does.
   */
  public static JsonObject jsonSchema() {
    return OptionSchema.of(ProducerOptionTable.TABLE.named());
  }

  @Override
  ProducerOptions self() {
    return this;
  }

  @Override
  OptionTable<ProducerOptions> table() {
    return ProducerOptionTable.TABLE;
  }

  @Override
  public ProducerOptions copy() {
    return new ProducerOptions(this);
  }

  /**
   * Whose acknowledgement a record waits for: {@code all} in-sync replicas, only the leader ({@code
   * 1}), or nobody ({@code 0}: a record counts as sent when its bytes have left, and its offset is
   * -1). {@code -1} is another name for {@code all}. Default {@code all}; {@code acks}.
   */
  public String getAcks() {
    return acks;
  }

  /** See {@link #getAcks()}. */
  public ProducerOptions setAcks(String acks) {
    this.acks = checkAcks(acks);
    return this;
  }

  /**
   * How long a batch waits for more records before it is sent; a full batch does not wait, and
   * neither does any while the write queue is full or somebody waits for a flush. Default 5 ms;
   * zero or more; {@code linger.ms}.
   */
  public Duration getLinger() {
    return linger;
  }

  /** See {@link #getLinger()}. */
  public ProducerOptions setLinger(Duration linger) {
    this.linger = nonNegative("linger", linger);
    return this;
  }

  /**
   * How many bytes of records, before compression, make a batch full. A record that is larger gets
   * a batch of its own. Default 16384; from 1; {@code batch.size}.
   */
  public int getBatchSize() {
    return batchSize;
  }

  /** See {@link #getBatchSize()}. */
  public ProducerOptions setBatchSize(int batchSize) {
    this.batchSize = inRange("batchSize", batchSize, 1, LARGEST);
    return this;
  }

  /**
   * The largest record, before compression, and the largest request, in bytes. Default 1 MiB; from
   * 1024; {@code max.request.size}.
   */
  public int getMaxRequestSize() {
    return maxRequestSize;
  }

  /** See {@link #getMaxRequestSize()}. */
  public ProducerOptions setMaxRequestSize(int maxRequestSize) {
    this.maxRequestSize = inRange("maxRequestSize", maxRequestSize, 1024, LARGEST);
    return this;
  }

  /**
   * How many bytes of records may be waiting or under way in all. A record that does not fit fails
   * at once: nothing blocks. Look at {@link KafkaProducer#writeQueueFull()} to stay away from it.
   * Default 32 MiB; from 1024; {@code buffer.memory}.
   */
  public long getBufferMemory() {
    return bufferMemory;
  }

  /** See {@link #getBufferMemory()}. */
  public ProducerOptions setBufferMemory(long bufferMemory) {
    this.bufferMemory = atLeast("bufferMemory", bufferMemory, 1024);
    return this;
  }

  /**
   * From how many bytes waiting or under way, but at most half of {@code bufferMemory}, {@link
   * KafkaProducer#writeQueueFull()} is true; see {@link KafkaProducer#setWriteQueueMaxSize}.
   * Default 1 MiB; from 1.
   */
  public int getWriteQueueMaxSize() {
    return writeQueueMaxSize;
  }

  /** See {@link #getWriteQueueMaxSize()}. */
  public ProducerOptions setWriteQueueMaxSize(int writeQueueMaxSize) {
    this.writeQueueMaxSize = inRange("writeQueueMaxSize", writeQueueMaxSize, 1, Integer.MAX_VALUE);
    return this;
  }

  /**
   * The codec that compresses batches, the name of a plug-in such as {@code gzip}, {@code snappy},
   * {@code lz4} or {@code zstd}, or {@code none}. A level is set with {@link #setPluginConfig}:
   * {@code {"zstd": {"level": 3}}}. Default {@code none}; {@code compression.type}.
   */
  public String getCompression() {
    return compression;
  }

  /** See {@link #getCompression()}. */
  public ProducerOptions setCompression(String compression) {
    this.compression = name("compression", compression);
    return this;
  }

  /**
   * The partitioner for records that name no partition, the name of a plug-in: {@code default} (a
   * hash of the key, as the Java client's; without a key one partition at a time until a batch is
   * full), {@code roundrobin}, librdkafka's {@code consistent}, {@code consistent_random}, {@code
   * murmur2}, {@code murmur2_random}, {@code fnv1a} and {@code fnv1a_random}, or one of your own.
   * What it can be told stands under its name in {@link #setPluginConfig}; see {@code
   * docs/producer.md}. Default {@code default}; {@code partitioner.class} names the Java client's
   * classes.
   */
  public String getPartitioner() {
    return partitioner;
  }

  /** See {@link #getPartitioner()}. */
  public ProducerOptions setPartitioner(String partitioner) {
    this.partitioner = name("partitioner", partitioner);
    return this;
  }

  /**
   * The rack or zone of this producer, for partitioners that prefer leaders near by (KIP-1123): the
   * default one does with {@code {"default": {"rackAware": true}}} in {@link #setPluginConfig}.
   * Default empty; {@code client.rack}.
   */
  public String getClientRack() {
    return clientRack;
  }

  /** See {@link #getClientRack()}. */
  public ProducerOptions setClientRack(String clientRack) {
    this.clientRack = Objects.requireNonNull(clientRack, "clientRack");
    return this;
  }

  /**
   * The longest time from sending a record to its result, everything included: waiting for
   * metadata, lingering, waiting for a broker, repetitions. It must be at least {@code linger} +
   * {@code requestTimeout}. Default 2 minutes; more than zero; {@code delivery.timeout.ms}.
   */
  public Duration getDeliveryTimeout() {
    return deliveryTimeout;
  }

  /** See {@link #getDeliveryTimeout()}. */
  public ProducerOptions setDeliveryTimeout(Duration deliveryTimeout) {
    this.deliveryTimeout = positive("deliveryTimeout", deliveryTimeout);
    return this;
  }

  /**
   * How often a batch is sent again after an error that may pass; the delivery timeout ends it in
   * any case. Default 2147483647; zero or more; {@code retries}.
   */
  public int getRetries() {
    return retries;
  }

  /** See {@link #getRetries()}. */
  public ProducerOptions setRetries(int retries) {
    this.retries = inRange("retries", retries, 0, Integer.MAX_VALUE);
    return this;
  }

  /**
   * How long after its last record metadata of a topic is still kept fresh. Default 5 minutes; more
   * than zero; {@code metadata.max.idle.ms}.
   */
  public Duration getMetadataMaxIdle() {
    return metadataMaxIdle;
  }

  /** See {@link #getMetadataMaxIdle()}. */
  public ProducerOptions setMetadataMaxIdle(Duration metadataMaxIdle) {
    this.metadataMaxIdle = positive("metadataMaxIdle", metadataMaxIdle);
    return this;
  }

  /**
   * Whether each record is stored exactly once and in order per partition, whatever is repeated
   * (KIP-98). It needs {@code acks=all}, {@code retries} above zero and {@code maxInFlightRequests}
   * of at most 5. Default: true when these hold, else false; asking for it when they do not is an
   * error; {@code enable.idempotence}.
   */
  public boolean isEnableIdempotence() {
    return enableIdempotence == null ? idempotencePossible() : enableIdempotence;
  }

  /** See {@link #isEnableIdempotence()}. */
  public ProducerOptions setEnableIdempotence(boolean enableIdempotence) {
    this.enableIdempotence = enableIdempotence;
    return this;
  }

  /**
   * The name under which this producer has its transactions; null, the default, for none. A
   * producer that is made with the same name later, in another process perhaps, ends what this one
   * has left open, and this one is fenced. It needs idempotence; {@code transactional.id}.
   */
  public String getTransactionalId() {
    return transactionalId;
  }

  /** See {@link #getTransactionalId()}. */
  public ProducerOptions setTransactionalId(String transactionalId) {
    this.transactionalId =
        transactionalId == null ? null : name("transactionalId", transactionalId);
    return this;
  }

  /**
   * How long a transaction may be open before its coordinator aborts it. The brokers' {@code
   * transaction.max.timeout.ms} (15 minutes) bounds it. Default 1 minute; from 1 ms to 2147483647
   * ms; {@code transaction.timeout.ms}.
   */
  public Duration getTransactionTimeout() {
    return transactionTimeout;
  }

  /** See {@link #getTransactionTimeout()}. */
  public ProducerOptions setTransactionTimeout(Duration transactionTimeout) {
    Duration timeout = positive("transactionTimeout", transactionTimeout);
    if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
      throw new ConfigException(
          "transactionTimeout must be from 1 ms to 2147483647 ms, but is " + timeout);
    }
    this.transactionTimeout = timeout;
    return this;
  }

  /** What was asked for; null when nothing was. */
  Boolean explicitIdempotence() {
    return enableIdempotence;
  }

  private boolean idempotencePossible() {
    return acks.equals("all")
        && retries > 0
        && getMaxInFlightRequests() <= MOST_IN_FLIGHT_IDEMPOTENT;
  }

  /**
   * Who sees every record and its result, in this order. Copies of the options share them. Default
   * none; not in the JSON form; {@code interceptor.classes}.
   */
  public List<ProducerInterceptor<?, ?>> getInterceptors() {
    return interceptors;
  }

  /** Adds one to {@link #getInterceptors()}; its types must be those of the producer. */
  public ProducerOptions addInterceptor(ProducerInterceptor<?, ?> interceptor) {
    List<ProducerInterceptor<?, ?>> more = new ArrayList<>(interceptors);
    more.add(Objects.requireNonNull(interceptor, "interceptor"));
    interceptors = List.copyOf(more);
    return this;
  }

  /**
   * Which records get a span of their own from Vert.x's tracer, from send to acknowledgement:
   * {@code PROPAGATE}, the default, those that are sent within a trace; {@code ALWAYS} all; {@code
   * IGNORE} none. Without a tracer nothing is traced. The trace goes on in the record's headers.
   */
  public TracingPolicy getTracingPolicy() {
    return tracingPolicy;
  }

  /** See {@link #getTracingPolicy()}. */
  public ProducerOptions setTracingPolicy(TracingPolicy tracingPolicy) {
    this.tracingPolicy = Objects.requireNonNull(tracingPolicy, "tracingPolicy");
    return this;
  }

  @Override
  public void validate() {
    super.validate();
    if (isEnableIdempotence() && !idempotencePossible()) {
      throw new ConfigException(
          "enableIdempotence needs acks=all (it is "
              + acks
              + "), retries above 0 (it is "
              + retries
              + ") and maxInFlightRequests of at most "
              + MOST_IN_FLIGHT_IDEMPOTENT
              + " (it is "
              + getMaxInFlightRequests()
              + "); change these or switch it off");
    }
    if (transactionalId != null && !isEnableIdempotence()) {
      throw new ConfigException(
          "transactionalId needs enableIdempotence, which is off"
              + (enableIdempotence != null
                  ? ""
                  : ": idempotence needs acks=all (it is "
                      + acks
                      + "), retries above 0 (it is "
                      + retries
                      + ") and maxInFlightRequests of at most "
                      + MOST_IN_FLIGHT_IDEMPOTENT
                      + " (it is "
                      + getMaxInFlightRequests()
                      + ")"));
    }
    Duration least = linger.plus(getRequestTimeout());
    if (deliveryTimeout.compareTo(least) < 0) {
      throw new ConfigException(
          "deliveryTimeout ("
              + deliveryTimeout
              + ") must be at least linger + requestTimeout ("
              + least
              + "): otherwise a batch could fail before its first request has been answered");
    }
    if (bufferMemory < batchSize) {
      throw new ConfigException(
          "bufferMemory (" + bufferMemory + ") is smaller than batchSize (" + batchSize + ")");
    }
  }

  private static String checkAcks(String acks) {
    String text = acks.trim().toLowerCase(Locale.ROOT);
    return switch (text) {
      case "all", "0", "1" -> text;
      case "-1" -> "all";
      default -> throw new ConfigException("acks must be all, 1 or 0, but is '" + acks + "'");
    };
  }

  private static String name(String option, String value) {
    if (value.isBlank()) {
      throw new ConfigException(option + " must not be empty");
    }
    return value.trim();
  }

  private static long atLeast(String name, long value, long least) {
    if (value < least) {
      throw new ConfigException(name + " must be at least " + least + ", but is " + value);
    }
    return value;
  }
}
