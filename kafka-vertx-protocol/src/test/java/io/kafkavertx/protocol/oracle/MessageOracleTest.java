package io.kafkavertx.protocol.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiMessage;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Our messages against those of two releases of kafka-clients: the same values give the same bytes,
 * and bytes that either side wrote are read by the other and written back unchanged.
 */
class MessageOracleTest {
  private static final int ROUNDS = Integer.getInteger("oracle.rounds", 200);
  private static final long SEED = Long.getLong("oracle.seed", 20261122L);

  /** How many (message, version) pairs are compared with each release. */
  private static final int NEWEST_PAIRS = 582;

  private static final int LEGACY_PAIRS = 539;

  private record Pair(Release release, JsonSchema schema, short version, boolean sameNames) {
    @Override
    public String toString() {
      return schema.name() + " v" + version + " of " + release;
    }
  }

  @TestFactory
  Stream<DynamicTest> everyMessageOfTheNewestReleaseHasKafkasBytes() {
    return tests(Release.NEWEST, newestPairs());
  }

  @TestFactory
  Stream<DynamicTest> everyMessageOfTheOldestReleaseHasKafkasBytes() {
    return tests(Release.LEGACY, legacyPairs());
  }

  @Test
  void noPairIsLeftOut() {
    assertThat(newestPairs()).hasSize(NEWEST_PAIRS);
    assertThat(legacyPairs()).hasSize(LEGACY_PAIRS);

    Set<String> covered = new TreeSet<>();
    Stream.concat(newestPairs().stream(), legacyPairs().stream())
        .forEach(pair -> covered.add(pair.schema.name() + " v" + pair.version));
    Set<String> spoken = new TreeSet<>();
    for (ApiKey key : ApiKey.values()) {
      for (int version = key.lowestVersion(); version <= key.highestUnstableVersion(); version++) {
        spoken.add(key.newRequest().getClass().getSimpleName() + " v" + version);
        spoken.add(key.newResponse().getClass().getSimpleName() + " v" + version);
      }
    }
    assertThat(covered).containsAll(spoken);
  }

  private static List<Pair> newestPairs() {
    List<Pair> pairs = new ArrayList<>();
    for (JsonSchema schema : Release.NEWEST.schemas().values()) {
      if (OurMessages.has(schema.name())) {
        schema
            .versions()
            .forEach(version -> pairs.add(new Pair(Release.NEWEST, schema, version, true)));
      }
    }
    return pairs;
  }

  private static List<Pair> legacyPairs() {
    List<Pair> pairs = new ArrayList<>();
    for (JsonSchema schema : Release.LEGACY.schemas().values()) {
      if (OurMessages.has(schema.name())) {
        int floor = Release.NEWEST.schemas().get(schema.name()).versions().get(0);
        // From the newest release's floor on, fields have the names that it gives them.
        schema
            .stableVersions()
            .forEach(
                version -> pairs.add(new Pair(Release.LEGACY, schema, version, version < floor)));
      }
    }
    return pairs;
  }

  private static Stream<DynamicTest> tests(Release release, List<Pair> pairs) {
    KafkaJar jar = release.jar();
    return pairs.stream()
        .map(pair -> DynamicTest.dynamicTest(pair.toString(), () -> compare(jar, pair)));
  }

  private static void compare(KafkaJar jar, Pair pair) throws Throwable {
    KafkaJar.Codec kafka = jar.codec(pair.schema.name());
    for (int round = 0; round < ROUNDS; round++) {
      long seed = SEED + round;
      try {
        compare(kafka, pair, new Random(seed ^ pair.toString().hashCode()), round % 2 == 1);
      } catch (Throwable e) {
        throw new AssertionError(
            pair + " in round " + round + "; run again with -Doracle.seed=" + SEED, e);
      }
    }
  }

  private static void compare(KafkaJar.Codec kafka, Pair pair, Random random, boolean tags)
      throws Throwable {
    String name = pair.schema.name();
    RandomTree tree = RandomTree.of(pair.schema, pair.version, random);
    byte[] theirs = kafka.toBytes(tree.toJson(), pair.version);
    ApiMessage read = read(name, theirs, pair.version);
    requireSame("written back", write(read, pair.version), theirs);
    if (!pair.sameNames) {
      return;
    }
    ApiMessage made = OurMessages.of(name, tree, null);
    requireEqual(made, read);
    requireSame("our own", write(made, pair.version), theirs);
    if (tags && pair.schema.isFlexible(pair.version)) {
      ApiMessage tagged = OurMessages.of(name, tree, random);
      byte[] ours = write(tagged, pair.version);
      requireSame("written back by Kafka", kafka.rewrite(ours, pair.version), ours);
      requireEqual(read(name, ours, pair.version), tagged);
    }
  }

  // Half a million comparisons: the assertion library is asked only when one fails.
  private static void requireSame(String what, byte[] bytes, byte[] expected) {
    if (!Arrays.equals(bytes, expected)) {
      assertThat(HexFormat.of().formatHex(bytes))
          .as(what)
          .isEqualTo(HexFormat.of().formatHex(expected));
    }
  }

  private static void requireEqual(ApiMessage message, ApiMessage expected) {
    if (!message.equals(expected) || message.hashCode() != expected.hashCode()) {
      assertThat(message).isEqualTo(expected).hasSameHashCodeAs(expected);
    }
  }

  private static ApiMessage read(String name, byte[] bytes, short version)
      throws ReflectiveOperationException {
    ApiMessage message = OurMessages.create(name);
    WireReader in = new WireReader(bytes);
    message.read(in, version);
    if (in.remaining() > 0) {
      throw new AssertionError(in.remaining() + " bytes left unread");
    }
    return message;
  }

  private static byte[] write(ApiMessage message, short version) {
    WireWriter out = new WireWriter(16);
    message.write(out, version);
    return out.toByteArray();
  }
}
