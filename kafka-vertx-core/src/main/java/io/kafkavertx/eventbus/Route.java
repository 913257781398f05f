package io.kafkavertx.eventbus;

import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.Ordering;
import io.kafkavertx.ProcessOptions;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * From topics to an event-bus address.
 *
 * <p>Each record is sent as a request; a handler that replies (with anything) acknowledges it, and
 * the commit follows the acknowledged records. A handler that fails the message, a reply that does
 * not come in time, or an address without a handler has the record sent again after a pause:
 * nothing is dropped unless {@link #setOnFailure} says so.
 */
@DataObject
public final class Route {
  /** The shape of the message body. */
  public enum Body {
    /**
     * A {@code ConsumerRecord<Buffer, Buffer>}: the same object, without a copy, on a local bus.
     */
    RECORD,
    /** A {@link JsonObject} as docs/eventbus.md describes, for other languages and for bridges. */
    JSON,
    /**
     * The value alone, as a buffer, null for a tombstone; where it comes from, key and headers are
     * in headers of the message.
     */
    VALUE
  }

  /** What a message is, and so what its acknowledgement. */
  public enum Mode {
    /** A request: its reply is the acknowledgement. */
    REQUEST,
    /**
     * To one handler. Counts as acknowledged when it has been given to a handler on this node, or
     * to the connection to another: what a handler then does, and whether a node dies with it, is
     * not known. At most once, in that sense.
     */
    SEND,
    /**
     * To all handlers there are at that moment, one at least; acknowledged as for {@link #SEND}.
     */
    PUBLISH
  }

  /**
   * What happens to a record that no handler has seen: there is none at its address, its handler
   * went before its turn came, its node of a cluster cannot read it, or (with {@link Mode#SEND}) it
   * cannot be handed to the connection to that node.
   */
  public enum NoHandler {
    /** It waits, and {@code maxAttempts} does not count. */
    WAIT,
    /** The attempt counts as one that has failed. */
    FAIL
  }

  /** How the JSON form shows bytes. */
  public enum Encoding {
    /** As UTF-8 text; bytes that are not UTF-8 come as base64, and the record says so. */
    TEXT,
    /** As base64, always. */
    BASE64
  }

  /** What happens to a record that was refused or timed out {@link #getMaxAttempts()} times. */
  public enum OnFailure {
    /** Its partition stops and the exception handler is told; other partitions go on. */
    STOP_PARTITION,
    /** It counts as acknowledged, and the exception handler is told. */
    SKIP,
    /**
     * It is written to {@link #getDeadLetterTopic()} and then counts as acknowledged; the exception
     * handler is told.
     */
    DEAD_LETTER
  }

  private List<String> topics = List.of();
  private Pattern topicPattern;
  private String address;
  private int shards;
  private Mode mode = Mode.REQUEST;
  private Body body = Body.RECORD;
  private Encoding encoding = Encoding.TEXT;
  private Ordering ordering = Ordering.PARTITION;
  private NoHandler noHandler = NoHandler.WAIT;
  private OnFailure onFailure = OnFailure.STOP_PARTITION;
  private String deadLetterTopic;
  private int credits = 256;
  private int batchSize = 1;
  private int maxAttempts = Integer.MAX_VALUE;
  private Duration ackTimeout = Duration.ofSeconds(30);
  private Duration retryBackoff = Duration.ofMillis(100);
  private Duration retryBackoffMax = Duration.ofSeconds(10);

  public Route() {}

  /** A copy. */
  public Route(Route other) {
    topics = other.topics;
    topicPattern = other.topicPattern;
    address = other.address;
    shards = other.shards;
    mode = other.mode;
    body = other.body;
    encoding = other.encoding;
    ordering = other.ordering;
    noHandler = other.noHandler;
    onFailure = other.onFailure;
    deadLetterTopic = other.deadLetterTopic;
    credits = other.credits;
    batchSize = other.batchSize;
    maxAttempts = other.maxAttempts;
    ackTimeout = other.ackTimeout;
    retryBackoff = other.retryBackoff;
    retryBackoffMax = other.retryBackoffMax;
  }

  /** A route from one topic with the defaults. */
  public Route(String topic, String address) {
    setTopics(List.of(topic));
    setAddress(address);
  }

  /**
   * A route from its JSON form: the keys are those of {@link #toJson()}, and {@code topic} for a
   * single one.
   *
   * @throws ConfigException when a key is unknown or a value cannot be used; the message names the
   *     key
   */
  public Route(JsonObject json) {
    for (String key : json.fieldNames()) {
      read(key, json);
    }
  }

  private void read(String key, JsonObject json) {
    try {
      switch (key) {
        case "topic" -> setTopics(List.of(json.getString(key)));
        case "topics" ->
            setTopics(json.getJsonArray(key).stream().map(String.class::cast).toList());
        case "topicPattern" -> setTopicPattern(Pattern.compile(json.getString(key)));
        case "address" -> setAddress(json.getString(key));
        case "shards" -> setShards(Math.toIntExact(json.getLong(key)));
        case "mode" -> setMode(Mode.valueOf(json.getString(key).toUpperCase(Locale.ROOT)));
        case "noHandler" ->
            setNoHandler(NoHandler.valueOf(json.getString(key).toUpperCase(Locale.ROOT)));
        case "deadLetterTopic" -> setDeadLetterTopic(json.getString(key));
        case "body" -> setBody(Body.valueOf(json.getString(key).toUpperCase(Locale.ROOT)));
        case "encoding" ->
            setEncoding(Encoding.valueOf(json.getString(key).toUpperCase(Locale.ROOT)));
        case "ordering" ->
            setOrdering(Ordering.valueOf(json.getString(key).toUpperCase(Locale.ROOT)));
        case "onFailure" ->
            setOnFailure(OnFailure.valueOf(json.getString(key).toUpperCase(Locale.ROOT)));
        case "credits" -> setCredits(Math.toIntExact(json.getLong(key)));
        case "batchSize" -> setBatchSize(Math.toIntExact(json.getLong(key)));
        case "maxAttempts" -> setMaxAttempts(Math.toIntExact(json.getLong(key)));
        case "ackTimeoutMs" -> setAckTimeout(Duration.ofMillis(json.getLong(key)));
        case "retryBackoffMs" -> setRetryBackoff(Duration.ofMillis(json.getLong(key)));
        case "retryBackoffMaxMs" -> setRetryBackoffMax(Duration.ofMillis(json.getLong(key)));
        default -> throw new ConfigException("a route has no key '" + key + "'");
      }
    } catch (IllegalArgumentException
        | ArithmeticException
        | ClassCastException
        | NullPointerException e) {
      throw new ConfigException("route key '" + key + "' cannot be " + json.getValue(key), e);
    }
  }

  /** The JSON form; {@link #Route(JsonObject)} reads it back. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    if (topicPattern == null) {
      json.put("topics", new JsonArray(new ArrayList<>(topics)));
    } else {
      json.put("topicPattern", topicPattern.pattern());
    }
    if (shards > 0) {
      json.put("shards", shards);
    }
    if (deadLetterTopic != null) {
      json.put("deadLetterTopic", deadLetterTopic);
    }
    return json.put("address", address)
        .put("mode", mode.name())
        .put("noHandler", noHandler.name())
        .put("body", body.name())
        .put("encoding", encoding.name())
        .put("ordering", ordering.name())
        .put("onFailure", onFailure.name())
        .put("credits", credits)
        .put("batchSize", batchSize)
        .put("maxAttempts", maxAttempts)
        .put("ackTimeoutMs", ackTimeout.toMillis())
        .put("retryBackoffMs", retryBackoff.toMillis())
        .put("retryBackoffMaxMs", retryBackoffMax.toMillis());
  }

  /** The topics that are delivered. */
  public List<String> getTopics() {
    return topics;
  }

  public Route setTopics(List<String> topics) {
    if (topics.isEmpty() || topics.stream().anyMatch(t -> t == null || t.isBlank())) {
      throw new ConfigException("a route needs at least one topic, and none may be empty");
    }
    this.topics = List.copyOf(topics);
    this.topicPattern = null;
    return this;
  }

  /** The topics that are delivered, those to come included; null unless set. */
  public Pattern getTopicPattern() {
    return topicPattern;
  }

  /** Instead of {@link #setTopics}. */
  public Route setTopicPattern(Pattern topicPattern) {
    this.topicPattern = Objects.requireNonNull(topicPattern, "topicPattern");
    this.topics = List.of();
    return this;
  }

  /**
   * The event-bus address that the records go to. It may have places for what a record holds:
   * <code>{topic}</code>, <code>{partition}</code>, <code>{key}</code> and <code>{header:name}
   * </code> (UTF-8; a record without it fails for good), <code>{shard}</code>.
   */
  public String getAddress() {
    return address;
  }

  public Route setAddress(String address) {
    if (address == null || address.isBlank()) {
      throw new ConfigException("a route needs an event-bus address");
    }
    this.address = address;
    return this;
  }

  /**
   * For an address with <code>{shard}</code>: how many there are. The records of one key go to the
   * same, from 0 on; those without a key are spread. Not set unless the address has it.
   */
  public int getShards() {
    return shards;
  }

  public Route setShards(int shards) {
    if (shards < 1) {
      throw new ConfigException("shards " + shards + " is less than 1");
    }
    this.shards = shards;
    return this;
  }

  /** What a message is; {@link Mode#REQUEST} unless set. */
  public Mode getMode() {
    return mode;
  }

  public Route setMode(Mode mode) {
    this.mode = mode;
    return this;
  }

  /** What happens when there is no handler; {@link NoHandler#WAIT} unless set. */
  public NoHandler getNoHandler() {
    return noHandler;
  }

  public Route setNoHandler(NoHandler noHandler) {
    this.noHandler = noHandler;
    return this;
  }

  /** The shape of the message body; {@link Body#RECORD} unless set. */
  public Body getBody() {
    return body;
  }

  public Route setBody(Body body) {
    this.body = body;
    return this;
  }

  /** How the JSON form shows bytes; {@link Encoding#TEXT} unless set. */
  public Encoding getEncoding() {
    return encoding;
  }

  public Route setEncoding(Encoding encoding) {
    this.encoding = encoding;
    return this;
  }

  /**
   * Which records are never on their way at the same time; {@link Ordering#PARTITION} unless set.
   */
  public Ordering getOrdering() {
    return ordering;
  }

  public Route setOrdering(Ordering ordering) {
    this.ordering = ordering;
    return this;
  }

  /** What happens to a record that fails too often; {@link OnFailure#STOP_PARTITION} unless set. */
  public OnFailure getOnFailure() {
    return onFailure;
  }

  public Route setOnFailure(OnFailure onFailure) {
    this.onFailure = onFailure;
    return this;
  }

  /**
   * For {@link OnFailure#DEAD_LETTER}; <code>{topic}</code> in it stands for the topic of the
   * record. Null unless set.
   */
  public String getDeadLetterTopic() {
    return deadLetterTopic;
  }

  public Route setDeadLetterTopic(String deadLetterTopic) {
    this.deadLetterTopic = deadLetterTopic;
    return this;
  }

  /**
   * The most records that wait for an acknowledgement, over all partitions; half of them are shared
   * out among the partitions. 256 unless set.
   */
  public int getCredits() {
    return credits;
  }

  public Route setCredits(int credits) {
    if (credits < 1) {
      throw new ConfigException(
          "credits " + credits + " is less than 1: nothing would be delivered");
    }
    this.credits = credits;
    return this;
  }

  /**
   * The most records of one message; 1 unless set. Above 1 the body is a list of records of one
   * partition: {@code ConsumerRecords<Buffer, Buffer>}, or a {@link JsonArray}; the reply
   * acknowledges all of them. See {@link io.kafkavertx.KafkaConsumer#processBatches} for what a
   * batch holds, and what becomes of one that fails.
   */
  public int getBatchSize() {
    return batchSize;
  }

  public Route setBatchSize(int batchSize) {
    if (batchSize < 1) {
      throw new ConfigException("batchSize " + batchSize + " is less than 1");
    }
    this.batchSize = batchSize;
    return this;
  }

  /** How often a record is tried before {@link #getOnFailure()} applies; without end unless set. */
  public int getMaxAttempts() {
    return maxAttempts;
  }

  public Route setMaxAttempts(int maxAttempts) {
    if (maxAttempts < 1) {
      throw new ConfigException("maxAttempts " + maxAttempts + " is less than 1");
    }
    this.maxAttempts = maxAttempts;
    return this;
  }

  /**
   * How long to wait for a reply; 30 s unless set. At most three quarters of the consumer's {@link
   * ConsumerOptions#getRebalanceTimeout()}.
   */
  public Duration getAckTimeout() {
    return ackTimeout;
  }

  public Route setAckTimeout(Duration ackTimeout) {
    this.ackTimeout = positive("ackTimeout", ackTimeout);
    return this;
  }

  /** The pause before a second attempt, doubled for each further one; 100 ms unless set. */
  public Duration getRetryBackoff() {
    return retryBackoff;
  }

  public Route setRetryBackoff(Duration retryBackoff) {
    this.retryBackoff = positive("retryBackoff", retryBackoff);
    return this;
  }

  /** The longest pause between attempts; 10 s unless set. */
  public Duration getRetryBackoffMax() {
    return retryBackoffMax;
  }

  public Route setRetryBackoffMax(Duration retryBackoffMax) {
    this.retryBackoffMax = positive("retryBackoffMax", retryBackoffMax);
    return this;
  }

  /** Refuses what does not go together, here and with the options of the consumer. */
  void checkWith(ConsumerOptions options) {
    RouteCheck.check(this, options);
  }

  AddressTemplate addresses() {
    return new AddressTemplate(address, shards);
  }

  /**
   * How records are worked on, when the work is to send them.
   *
   * @param report told of what no repetition will help
   */
  ProcessOptions toProcessOptions(Consumer<Throwable> report) {
    return new ProcessOptions()
        .setOrdering(ordering)
        .setConcurrency(credits)
        .setBatchSize(batchSize)
        // The bus ends each attempt.
        .setProcessingTimeout(Duration.ZERO)
        .setDrainTimeout(ackTimeout)
        .setMaxRetries(maxAttempts - 1)
        .setRetryBackoff(retryBackoff)
        .setRetryBackoffMax(retryBackoffMax)
        .setOnFailure(ProcessOptions.OnFailure.valueOf(onFailure.name()))
        .setDeadLetterTopic(deadLetterTopic)
        // The record lacks what its address is made of.
        .setRetryIf(failure -> !(failure instanceof IllegalArgumentException))
        .setBlameless(new Unreached(noHandler == NoHandler.WAIT, address, report));
  }

  private static Duration positive(String name, Duration value) {
    if (value.toMillis() < 1) {
      throw new ConfigException(name + " " + value + " is less than a millisecond");
    }
    return value;
  }
}
