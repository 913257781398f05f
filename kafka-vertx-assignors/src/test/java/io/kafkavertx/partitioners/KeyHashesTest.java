package io.kafkavertx.partitioners;

import static io.kafkavertx.partitioners.Load.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.Partitioner;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys go where the clients send them whose hashes these are. */
final class KeyHashesTest {
  private static final int KEYS = 100_000;

  /** What librdkafka's test 0048 sends: a key, or null, and the hashes that it expects. */
  private record Known(String key, long crc32, long murmur2, long fnv1a) {}

  private static final List<Known> LIBRDKAFKA_0048 =
      List.of(
          new Known(null, 0x0, 0x106e08d9, 0x7ee3623b),
          new Known("", 0x0, 0x106e08d9, 0x7ee3623b),
          new Known("23456", 0xb1b451d7L, 0x058d780f, 0x27e6f469),
          new Known(
              "this is another string with more length to it perhaps",
              0xb0150df7L,
              0x4f7703da,
              0x155e3e5f),
          new Known("hejsan", 0xd077037eL, 0x5ec19395, 0x17b1e27a));

  private static byte[] bytes(String key) {
    return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
  }

  /** What a partitioner does with a key, -1 when it is not always the same. */
  private static int partition(String partitioner, byte[] key, int count) {
    Partitioner made = create(partitioner, new JsonObject());
    Load load = new Load(count);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      int chosen = made.partition(key, null, load);
      made.appended(load, chosen, 2 * Load.BATCH);
      seen.add(chosen);
    }
    return seen.size() == 1 ? seen.iterator().next() : -1;
  }

  @Test
  void librdkafkasOwnExpectationsHold() {
    for (int count : new int[] {7, 17}) {
      for (Known known : LIBRDKAFKA_0048) {
        byte[] key = bytes(known.key);
        int crc = (int) (known.crc32 % count);
        int murmur = (int) (known.murmur2 % count);
        int fnv = (int) (known.fnv1a % count);
        boolean empty = key == null || key.length == 0;
        assertThat(partition("consistent", key, count)).isEqualTo(crc);
        assertThat(partition("consistent_random", key, count)).isEqualTo(empty ? -1 : crc);
        assertThat(partition("murmur2", key, count)).isEqualTo(murmur);
        assertThat(partition("murmur2_random", key, count)).isEqualTo(key == null ? -1 : murmur);
        assertThat(partition("fnv1a", key, count)).isEqualTo(fnv);
        assertThat(partition("fnv1a_random", key, count)).isEqualTo(key == null ? -1 : fnv);
        assertThat(partition("default", key, count)).isEqualTo(key == null ? -1 : murmur);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "kafka, d33c4e1",
    "giberish123456789, 77a58295",
    "1234, 23bdd03",
    "234, 2dea3cd2",
    "34, 740fa83e",
    "4, 310ca263",
    "'PreAmbleWillBeRemoved,ThePrePartThatIs', 65cbd69c",
    "'reAmbleWillBeRemoved,ThePrePartThatIs', 6e49c79a",
    "'eAmbleWillBeRemoved,ThePrePartThatIs', 69eed356",
    "'AmbleWillBeRemoved,ThePrePartThatIs', 6abcc023",
    "'', 7ee3623b"
  })
  void fnv1aIsWhatLibrdkafkasUnitTestExpects(String key, String hash) {
    assertThat(Integer.toHexString(Fnv1a.hash(bytes(key)))).isEqualTo(hash);
  }

  @Test
  void hashesEqualTheOriginalsOnManyKeys() {
    Random random = new Random(48);
    KeyHash murmur2 = KeyHash.murmur2();
    KeyHash crc32 = KeyHash.crc32();
    KeyHash fnv1a = KeyHash.fnv1a();
    for (int i = 0; i < KEYS; i++) {
      byte[] key = new byte[random.nextInt(60)];
      random.nextBytes(key);
      int count = 1 + random.nextInt(1000);
      if (Murmur2.hash(key) != Utils.murmur2(key)
          || murmur2.partition(key, count) != BuiltInPartitioner.partitionForKey(key, count)
          || crc32.partition(key, count) != bitwiseCrc32(key) % count
          || fnv1a.partition(key, count) != Math.abs(wideFnv1a(key)) % count) {
        throw new AssertionError("key " + java.util.Arrays.toString(key) + " among " + count);
      }
    }
  }

  @Test
  void theHashWithoutAnAbsoluteValueIsAnUnsignedNumber() {
    // The absolute value of -2^31 is 2^31 in C's unsigned arithmetic, and no int here.
    byte[] key = keyWithFnv1a(Integer.MIN_VALUE);
    assertThat(Fnv1a.hash(key)).isEqualTo(Integer.MIN_VALUE);
    assertThat(Fnv1a.partition(key, 7)).isEqualTo((int) (0x80000000L % 7));
  }

  /** A key whose hash is {@code wanted}: four bytes after a prefix leave few prefixes to try. */
  private static byte[] keyWithFnv1a(int wanted) {
    // Multiplication by the prime can be undone: what must the hash be before the last byte?
    int inverse = 0x359c449b;
    Set<Integer> beforeLast = new HashSet<>();
    for (int last = 0; last < 256; last++) {
      beforeLast.add(wanted * inverse ^ last);
    }
    java.util.Map<Integer, int[]> beforeTwo = new java.util.HashMap<>();
    for (int state : beforeLast) {
      for (int b = 0; b < 256; b++) {
        beforeTwo.put(state * inverse ^ b, new int[] {b, wanted * inverse ^ state});
      }
    }
    byte[] key = new byte[6];
    for (int prefix = 0; ; prefix++) {
      int hash = 0x811C9DC5;
      for (int i = 0; i < 4; i++) {
        key[i] = (byte) (prefix >>> 8 * i);
        hash = (hash ^ key[i] & 0xff) * 0x01000193;
      }
      int[] rest = beforeTwo.get(hash);
      if (rest != null) {
        key[4] = (byte) rest[0];
        key[5] = (byte) rest[1];
        return key;
      }
    }
  }

  /** CRC-32 as the standard writes it down, bit by bit. */
  private static long bitwiseCrc32(byte[] data) {
    int crc = -1;
    for (byte b : data) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
      }
    }
    return ~crc & 0xFFFFFFFFL;
  }

  /** FNV-1a in numbers that are wide enough, as a signed number of 32 bits. */
  private static long wideFnv1a(byte[] data) {
    long hash = 2166136261L;
    for (byte b : data) {
      hash = (hash ^ b & 0xff) * 16777619L % (1L << 32);
    }
    return hash >= 1L << 31 ? hash - (1L << 32) : hash;
  }
}
