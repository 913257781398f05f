package io.kafkavertx.examples.livetopics.demo;

import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Header;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Made-up records of a shop: JSON, text, binary and tombstones. */
final class DemoRecords {
  private static final DateTimeFormatter LOG_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);
  private static final List<String> GOODS =
      List.of("Earl Grey, loose leaf", "Sencha", "Teapot, cast iron", "Rooibos", "Kettle 1.2 l");
  private static final List<String> CITIES =
      List.of("Kraków", "Lisboa", "Zürich", "Göteborg", "Kyoto", "Montréal");
  private static final List<String> PATHS =
      List.of("/", "/tea/green", "/tea/black", "/cart", "/checkout", "/img/leaf.webp");

  private final SplittableRandom random = new SplittableRandom(7);
  private int orders = 48_200;

  /** A number near {@code mean}, at least 1. */
  int about(int mean) {
    return Math.max(1, (int) (mean * (0.4 + 1.2 * random.nextDouble())));
  }

  ProducerRecord<Buffer, Buffer> order() {
    int id = ++orders;
    JsonArray lines = new JsonArray();
    double total = 0;
    for (int i = 0; i <= random.nextInt(3); i++) {
      int quantity = 1 + random.nextInt(4);
      double price = (290 + random.nextInt(4_000)) / 100.0;
      total += quantity * price;
      lines.add(
          new JsonObject()
              .put("sku", "T-" + (100 + random.nextInt(900)))
              .put("name", pick(GOODS))
              .put("quantity", quantity)
              .put("price", price));
    }
    JsonObject order =
        new JsonObject()
            .put("id", id)
            .put("customer", new JsonObject().put("id", customer()).put("city", pick(CITIES)))
            .put("lines", lines)
            .put("total", Math.round(total * 100) / 100.0)
            .put("currency", "EUR")
            .put("express", random.nextInt(5) == 0)
            .put("note", random.nextInt(6) == 0 ? "Please leave it with the neighbour." : null);
    return json("shop.orders", "order-" + id, order)
        .header(Header.of("trace-id", hex()))
        .header(Header.of("source", random.nextInt(3) == 0 ? "app" : "web"));
  }

  ProducerRecord<Buffer, Buffer> payment() {
    boolean refused = random.nextInt(9) == 0;
    JsonObject payment =
        new JsonObject()
            .put("order", orders - random.nextInt(40))
            .put("method", random.nextBoolean() ? "card" : "transfer")
            .put("amount", (500 + random.nextInt(12_000)) / 100.0)
            .put("state", refused ? "refused" : "settled")
            .put("reason", refused ? "insufficient funds" : null);
    return json("shop.payments", "customer-" + customer(), payment)
        .header(Header.of("trace-id", hex()));
  }

  /** Now and then an article goes: a tombstone. */
  ProducerRecord<Buffer, Buffer> stock() {
    String sku = "T-" + (100 + random.nextInt(60));
    return random.nextInt(4) == 0
        ? ProducerRecord.of("shop.stock", Buffer.buffer(sku), null)
        : json("shop.stock", sku, new JsonObject().put("sku", sku).put("left", random.nextInt(90)));
  }

  ProducerRecord<Buffer, Buffer> logLine() {
    String line =
        String.format(
            Locale.ROOT,
            "10.0.%d.%d - - [%s] \"GET %s HTTP/1.1\" %d %d %.1fms",
            random.nextInt(4),
            random.nextInt(255),
            LOG_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)),
            pick(PATHS),
            random.nextInt(30) == 0 ? 503 : 200,
            400 + random.nextInt(40_000),
            1 + random.nextDouble() * 80);
    return ProducerRecord.of("web.access-log", null, Buffer.buffer(line));
  }

  /** A frame of a made-up binary protocol: two magic bytes, a sensor, a clock and readings. */
  ProducerRecord<Buffer, Buffer> reading() {
    int sensor = random.nextInt(12);
    Buffer frame =
        Buffer.buffer()
            .appendByte((byte) 0xC0)
            .appendByte((byte) 0xDE)
            .appendInt(sensor)
            .appendLong(System.currentTimeMillis());
    for (int i = 0; i < 10; i++) {
      frame.appendFloat((float) (3.5 + random.nextDouble() * 2));
    }
    return ProducerRecord.of(
        "sensors.cold-chain", Buffer.buffer().appendShort((short) 0xFF00).appendInt(sensor), frame);
  }

  ProducerRecord<Buffer, Buffer> click() {
    return ProducerRecord.of(
        "web.clicks",
        Buffer.buffer("v" + random.nextInt(5_000)),
        Buffer.buffer(
            "{\"page\":\""
                + pick(PATHS)
                + "\",\"x\":"
                + random.nextInt(1_440)
                + ",\"y\":"
                + random.nextInt(900)
                + "}"));
  }

  private static ProducerRecord<Buffer, Buffer> json(String topic, String key, JsonObject value) {
    return ProducerRecord.of(topic, Buffer.buffer(key), value.toBuffer());
  }

  private int customer() {
    return 1_000 + random.nextInt(400);
  }

  private String hex() {
    return String.format("%016x", random.nextLong());
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
