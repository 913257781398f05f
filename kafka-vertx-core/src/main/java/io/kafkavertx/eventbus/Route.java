package io.kafkavertx.eventbus;

import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From topics to an event-bus address.
 *
 * <p>Each record is sent as a request; a handler that replies (with anything) acknowledges it, and
 * the commit follows the acknowledged records. A handler that fails the message, a reply that does
 * not come in time, or an address without a handler has the record sent again after a pause:
 * nothing is dropped unless {@link #setOnFailure} says so.
 */
public final class Route {
  /** The shape of the message body. */
  public enum Body {
    /**
     * A {@code ConsumerRecord<Buffer, Buffer>}: the same object, without a copy, on a local bus.
     */
    RECORD,
    /**
     * A {@link JsonObject} as {@link RecordJson} describes, for other languages and for bridges.
     */
    JSON
  }

  /** How many records of one partition may be on their way to handlers at once. */
  public enum Ordering {
    /** One: the next record of a partition leaves when the previous one has been acknowledged. */
    PARTITION,
    /** As many as there are credits: fast, but handlers may finish in any order. */
    NONE
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
    SKIP
  }

  private List<String> topics = List.of();
  private String address;
  private Body body = Body.RECORD;
  private Encoding encoding = Encoding.TEXT;
  private Ordering ordering = Ordering.PARTITION;
  private OnFailure onFailure = OnFailure.STOP_PARTITION;
  private int credits = 256;
  private int maxAttempts = Integer.MAX_VALUE;
  private Duration ackTimeout = Duration.ofSeconds(30);
  private Duration retryBackoff = Duration.ofMillis(100);
  private Duration retryBackoffMax = Duration.ofSeconds(10);

  public Route() {}

  /** A route from one topic with the defaults. */
  public Route(String topic, String address) {
    setTopics(List.of(topic));
    setAddress(address);
  }

  /**
   * A route from its JSON form: {@code topics} (or {@code topic}), {@code address}, {@code body},
   * {@code ordering}, {@code onFailure}, {@code credits}, {@code maxAttempts}, {@code
   * ackTimeoutMs}, {@code retryBackoffMs}, {@code retryBackoffMaxMs}.
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
        case "address" -> setAddress(json.getString(key));
        case "body" -> setBody(Body.valueOf(json.getString(key).toUpperCase(Locale.ROOT)));
        case "encoding" ->
            setEncoding(Encoding.valueOf(json.getString(key).toUpperCase(Locale.ROOT)));
        case "ordering" ->
            setOrdering(Ordering.valueOf(json.getString(key).toUpperCase(Locale.ROOT)));
        case "onFailure" ->
            setOnFailure(OnFailure.valueOf(json.getString(key).toUpperCase(Locale.ROOT)));
        case "credits" -> setCredits(json.getInteger(key));
        case "maxAttempts" -> setMaxAttempts(json.getInteger(key));
        case "ackTimeoutMs" -> setAckTimeout(Duration.ofMillis(json.getLong(key)));
        case "retryBackoffMs" -> setRetryBackoff(Duration.ofMillis(json.getLong(key)));
        case "retryBackoffMaxMs" -> setRetryBackoffMax(Duration.ofMillis(json.getLong(key)));
        default -> throw new ConfigException("a route has no key '" + key + "'");
      }
    } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
      throw new ConfigException("route key '" + key + "' cannot be " + json.getValue(key), e);
    }
  }

  /** The JSON form; {@link #Route(JsonObject)} reads it back. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("topics", new JsonArray(new ArrayList<>(topics)))
        .put("address", address)
        .put("body", body.name())
        .put("encoding", encoding.name())
        .put("ordering", ordering.name())
        .put("onFailure", onFailure.name())
        .put("credits", credits)
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
    return this;
  }

  /** The event-bus address that the records go to. */
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

  /** The order that handlers see; {@link Ordering#PARTITION} unless set. */
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
   * The most records that wait for an acknowledgement or for their turn, over all partitions; 256
   * unless set.
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
   * How long to wait for a reply; 30 s unless set. With {@link #getRetryBackoff()} it must be less
   * than the consumer's {@link ConsumerOptions#getRebalanceTimeout()}.
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

  /**
   * A delivery can only keep its promise if it can give a partition up in time: what is on its way
   * is waited for, and after that the group must still be waiting for this member.
   */
  void checkWith(ConsumerOptions options) {
    if (address == null || topics.isEmpty()) {
      throw new ConfigException("a route needs topics and an event-bus address");
    }
    if (options.getGroupId() == null) {
      throw new ConfigException(
          "delivery to " + address + " needs a groupId: acknowledged records are committed");
    }
    Duration attempt = ackTimeout.plus(retryBackoff);
    if (attempt.compareTo(options.getRebalanceTimeout()) >= 0) {
      throw new ConfigException(
          "ackTimeout "
              + ackTimeout.toMillis()
              + " ms and retryBackoff "
              + retryBackoff.toMillis()
              + " ms of the route to "
              + address
              + " do not fit into rebalanceTimeout "
              + options.getRebalanceTimeout().toMillis()
              + " ms: in a rebalance the group would not wait for the acknowledgements; lower"
              + " ackTimeout, or raise rebalanceTimeout (max.poll.interval.ms)");
    }
  }

  private static Duration positive(String name, Duration value) {
    if (value.toMillis() < 1) {
      throw new ConfigException(name + " " + value + " is less than a millisecond");
    }
    return value;
  }
}
