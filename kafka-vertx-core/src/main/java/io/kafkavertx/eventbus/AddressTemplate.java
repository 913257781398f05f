package io.kafkavertx.eventbus;

import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.spi.Header;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event-bus address with places for what a record holds: <code>{topic}</code>, <code>{partition}
 * </code>, <code>{key}</code>, <code>{header:name}</code>, <code>{shard}</code>.
 */
final class AddressTemplate {
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

  /** A piece of an address. */
  private interface Part {
    String of(ConsumerRecord<Buffer, Buffer> record);
  }

  private final String template;
  private final List<Part> parts = new ArrayList<>();
  private final boolean fixed;
  private boolean ofPartition = true;

  /**
   * @param shards for <code>{shard}</code>; 0 when there are none
   * @throws ConfigException when there is no such place, or shards that nothing asks for
   */
  AddressTemplate(String template, int shards) {
    this.template = template;
    Matcher places = PLACE.matcher(template);
    int end = 0;
    boolean sharded = false;
    while (places.find()) {
      literal(template.substring(end, places.start()));
      parts.add(part(places.group(1), shards));
      sharded |= places.group(1).equals("shard");
      end = places.end();
    }
    literal(template.substring(end));
    fixed = end == 0;
    if (sharded != shards > 0) {
      throw new ConfigException(
          sharded
              ? "the address " + template + " has {shard}, but shards is not set"
              : "shards is " + shards + ", but the address " + template + " has no {shard}");
    }
  }

  private void literal(String text) {
    if (!text.isEmpty()) {
      parts.add(record -> text);
    }
  }

  private Part part(String place, int shards) {
    ofPartition &= place.equals("topic") || place.equals("partition");
    return switch (place) {
      case "topic" -> ConsumerRecord::topic;
      case "partition" -> record -> Integer.toString(record.partition());
      case "key" -> this::key;
      case "shard" -> record -> Integer.toString(shard(record, shards));
      default -> {
        if (!place.startsWith("header:")) {
          throw new ConfigException(
              "the address "
                  + template
                  + " has {"
                  + place
                  + "}; there are {topic}, {partition}, {key}, {header:name} and {shard}");
        }
        String name = place.substring("header:".length());
        yield record -> header(record, name);
      }
    };
  }

  private String key(ConsumerRecord<Buffer, Buffer> record) {
    if (record.key() == null) {
      throw missing("key");
    }
    return record.key().toString();
  }

  /** The last of that name counts, as for the Java client's {@code lastHeader}. */
  private String header(ConsumerRecord<Buffer, Buffer> record, String name) {
    String found = null;
    for (Header header : record.headers()) {
      if (header.key().equals(name) && header.value() != null) {
        found = new String(header.value(), StandardCharsets.UTF_8);
      }
    }
    if (found == null) {
      throw missing("header " + name);
    }
    return found;
  }

  private IllegalArgumentException missing(String what) {
    return new IllegalArgumentException(
        "the record has no " + what + ", which its address " + template + " needs");
  }

  /** Records of one key have one shard; those without a key are spread. */
  private static int shard(ConsumerRecord<Buffer, Buffer> record, int shards) {
    int hash =
        record.key() == null
            ? Long.hashCode(record.offset())
            : Arrays.hashCode(record.key().getBytes());
    return Math.floorMod(hash ^ (hash >>> 16), shards);
  }

  /** Whether all records of a partition have the same address. */
  boolean isOfPartition() {
    return ofPartition;
  }

  /**
   * Where a record goes.
   *
   * @throws IllegalArgumentException when it lacks what the address needs
   */
  String of(ConsumerRecord<Buffer, Buffer> record) {
    if (fixed) {
      return template;
    }
    StringBuilder address = new StringBuilder();
    for (Part part : parts) {
      address.append(part.of(record));
    }
    return address.toString();
  }

  @Override
  public String toString() {
    return template;
  }
}
