package io.kafkavertx.assignors;

import io.kafkavertx.spi.TopicPartition;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What members with a sticky assignor tell the leader about the assignment before: the partitions
 * by topic, then the generation, which the first version of the format lacks (KIP-54, KIP-341). All
 * that is read here comes from other processes.
 */
final class StickyUserData {
  /** What a member says of an assignment whose generation it does not know. */
  static final int NO_GENERATION = -1;

  private static final Previous NOTHING = new Previous(List.of(), NO_GENERATION);

  private StickyUserData() {}

  /**
   * An assignment of the past.
   *
   * @param partitions what the member had, one perhaps twice
   * @param generation when, {@link #NO_GENERATION} when it does not say
   */
  record Previous(List<TopicPartition> partitions, int generation) {}

  static byte[] write(List<TopicPartition> partitions, int generation) {
    // The topics come in the order of a hash map, as in kafka-clients: the bytes are the same.
    Map<String, List<Integer>> byTopic = new HashMap<>();
    for (TopicPartition tp : partitions) {
      byTopic.computeIfAbsent(tp.topic(), topic -> new ArrayList<>()).add(tp.partition());
    }
    int size = 2 * Integer.BYTES;
    Map<String, byte[]> names = new HashMap<>();
    for (Map.Entry<String, List<Integer>> topic : byTopic.entrySet()) {
      byte[] name = topic.getKey().getBytes(StandardCharsets.UTF_8);
      names.put(topic.getKey(), name);
      size += Short.BYTES + name.length + Integer.BYTES * (1 + topic.getValue().size());
    }
    ByteBuffer out = ByteBuffer.allocate(size).putInt(byTopic.size());
    byTopic.forEach(
        (topic, numbers) -> {
          byte[] name = names.get(topic);
          out.putShort((short) name.length).put(name).putInt(numbers.size());
          numbers.forEach(out::putInt);
        });
    return out.putInt(generation).array();
  }

  /** Bytes that make no sense are nothing: the member had no partitions. */
  static Previous read(byte[] userData) {
    if (userData == null || userData.length == 0) {
      return NOTHING;
    }
    ByteBuffer in = ByteBuffer.wrap(userData);
    List<TopicPartition> partitions = new ArrayList<>();
    try {
      for (int topics = count(in); topics > 0; topics--) {
        readTopic(in, partitions);
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return NOTHING;
    }
    return new Previous(partitions, generation(in));
  }

  private static void readTopic(ByteBuffer in, List<TopicPartition> partitions) {
    int length = in.getShort();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    String topic = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    for (int numbers = count(in); numbers > 0; numbers--) {
      partitions.add(new TopicPartition(topic, in.getInt()));
    }
  }

  private static int count(ByteBuffer in) {
    int count = in.getInt();
    if (count < 0) {
      throw new IllegalArgumentException("a count of " + count);
    }
    return count;
  }

  static byte[] writeGeneration(int generation) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(generation).array();
  }

  /** The generation alone, as cooperative members send it. */
  static int readGeneration(byte[] userData) {
    return userData == null ? NO_GENERATION : generation(ByteBuffer.wrap(userData));
  }

  private static int generation(ByteBuffer in) {
    return in.remaining() < Integer.BYTES ? NO_GENERATION : in.getInt();
  }
}
