package io.kafkavertx.tests.clustered;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.eventbus.EventBusRecords;
import io.kafkavertx.spi.Header;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A handler of records, which misbehaves as its configuration says.
 *
 * <ul>
 *   <li>{@code address}, {@code register} (whether it registers the codecs; default true)
 *   <li>{@code show}: tell what the message looks like, instead of the account of it
 *   <li>{@code fail}, {@code silent}, {@code slow}: how likely it is to fail a message, not to
 *       reply, and to take up to {@code slowMs}; {@code poison}: fail those whose number is a
 *       multiple
 *   <li>{@code failCode}, {@code failMessage}: of failures
 *   <li>{@code dieAt}: the number of the record that it handles and then ends the process, as
 *       {@code kill -9} would, before it replies
 * </ul>
 */
final class HandlerVerticle extends VerticleBase {
  private static final AtomicLong ATTEMPTS = new AtomicLong();

  private final HandledTold told;
  private double fail;
  private double silent;
  private double slow;
  private int slowMs;
  private long poison;
  private long dieAt;

  HandlerVerticle(HandledTold told) {
    this.told = told;
  }

  @Override
  public Future<?> start() {
    JsonObject config = config();
    fail = config.getDouble("fail", 0.0);
    silent = config.getDouble("silent", 0.0);
    slow = config.getDouble("slow", 0.0);
    slowMs = config.getInteger("slowMs", 0);
    poison = config.getLong("poison", Long.MAX_VALUE);
    dieAt = config.getLong("dieAt", -1L);
    if (config.getBoolean("register", true)) {
      EventBusRecords.register(vertx);
    }
    boolean show = config.getBoolean("show", false);
    return vertx
        .eventBus()
        .<Object>consumer(config.getString("address"), show ? this::show : this::handle)
        .completion();
  }

  private void handle(Message<Object> message) {
    if (message.body() == null) {
      message.reply(((VertxInternal) vertx).clusterManager().getNodeId());
      return;
    }
    ConsumerRecord<?, ?> record = (ConsumerRecord<?, ?>) message.body();
    long id = number((Buffer) record.value());
    long attempt = ATTEMPTS.incrementAndGet();
    told.tell(
        "+ " + attempt + " " + id + " " + record.partition() + " " + record.offset() + " " + now());
    ThreadLocalRandom random = ThreadLocalRandom.current();
    if (id == dieAt) {
      Runtime.getRuntime().halt(9);
    } else if (random.nextDouble() < silent) {
      told.tell(". " + attempt + " " + id + " " + now());
    } else if (random.nextDouble() < slow) {
      vertx.setTimer(1 + random.nextInt(slowMs), timer -> end(message, attempt, id));
    } else {
      end(message, attempt, id);
    }
  }

  private void end(Message<Object> message, long attempt, long id) {
    boolean poisoned = id > 0 && id % poison == 0;
    if (poisoned || ThreadLocalRandom.current().nextDouble() < fail) {
      told.tell("- " + attempt + " " + id + " " + now());
      message.fail(
          config().getInteger("failCode", 42),
          config().getString("failMessage", poisoned ? "poisoned" : "bad luck"));
    } else {
      told.tell("= " + attempt + " " + id + " " + now());
      message.reply(null);
    }
  }

  /** The same clock in all processes of this machine. */
  private static long now() {
    return System.nanoTime();
  }

  /** The number at the start of a value. */
  static long number(Buffer value) {
    long number = 0;
    for (int i = 0; i < value.length() && value.getByte(i) >= '0' && value.getByte(i) <= '9'; i++) {
      number = number * 10 + value.getByte(i) - '0';
    }
    return number;
  }

  private void show(Message<Object> message) {
    if (message.body() instanceof ConsumerRecords<?, ?> records) {
      records.forEach(record -> show(message, record, new JsonObject().put("of", records.size())));
    } else {
      show(message, message.body(), new JsonObject());
    }
    if (message.isSend() && message.replyAddress() != null) {
      message.reply(null);
    }
  }

  private void show(Message<Object> message, Object body, JsonObject seen) {
    seen.put("address", message.address());
    if (body instanceof ConsumerRecord<?, ?> record) {
      JsonArray headers = new JsonArray();
      for (Header header : record.headers()) {
        headers.add(new JsonArray().add(header.key()).add(header.value()));
      }
      seen.put("topic", record.topic())
          .put("partition", record.partition())
          .put("offset", record.offset())
          .put("timestamp", record.timestamp())
          .put("timestampType", record.timestampType().name())
          .put("leaderEpoch", record.leaderEpoch())
          .put("headers", headers)
          .put("sizes", record.serializedKeySize() + " " + record.serializedValueSize());
      put(seen, "key", (Buffer) record.key());
      put(seen, "value", (Buffer) record.value());
    } else if (body instanceof JsonObject json) {
      seen.put("json", json);
    } else {
      JsonObject headers = new JsonObject();
      message.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
      seen.put("messageHeaders", headers);
      put(seen, "value", (Buffer) body);
    }
    told.tell("show " + seen.encode());
  }

  private static void put(JsonObject seen, String name, Buffer bytes) {
    if (bytes == null) {
      seen.putNull(name);
    } else if (bytes.length() <= 100) {
      seen.put(name, bytes.getBytes());
    } else {
      seen.put(name + "Length", bytes.length())
          .put(name + "Hash", Arrays.hashCode(bytes.getBytes()));
    }
  }
}
