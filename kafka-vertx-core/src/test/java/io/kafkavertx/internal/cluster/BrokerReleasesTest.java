package io.kafkavertx.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ApiVersions;
import io.kafkavertx.ApiVersions.Range;
import io.kafkavertx.BrokerFeature;
import io.kafkavertx.BrokerRelease;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.ApiVersionsResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerReleasesTest {
  /** The API tables of every release, by full version. */
  private static Map<String, ApiVersions> tables() throws IOException {
    Map<String, ApiVersions> tables = new LinkedHashMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                BrokerReleasesTest.class.getResourceAsStream("/api-versions-by-release.txt"),
                StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.startsWith("#")) {
          String[] words = line.split(" ");
          tables.put(words[0], versions(List.of(words).subList(1, words.length)));
        }
      }
    }
    return tables;
  }

  private static ApiVersions versions(List<String> entries) {
    List<ApiVersionsResponse.ApiVersion> told = new ArrayList<>();
    for (String entry : entries) {
      String[] pair = entry.split(":");
      told.add(
          new ApiVersionsResponse.ApiVersion()
              .setApiKey(Short.parseShort(pair[0]))
              .setMaxVersion(Short.parseShort(pair[1])));
    }
    return BrokerProbe.fromAnswer(new ApiVersionsResponse().setApiKeys(told));
  }

  private static String release(String version) {
    String[] parts = version.split("\\.");
    return parts[0].equals("0")
        ? parts[0] + "." + parts[1] + "." + parts[2]
        : parts[0] + "." + parts[1];
  }

  @Test
  void everyReleaseIsToldFromEveryOther() throws IOException {
    Map<String, ApiVersions> tables = tables();
    assertThat(tables).hasSize(30);
    tables.forEach(
        (version, versions) -> {
          BrokerRelease told = BrokerReleases.tell(versions);
          // 3.4 brought no new version of any API that clients see.
          String expected = version.startsWith("3.4") ? "3.3" : release(version);
          assertThat(told.name()).as(version).isEqualTo(expected);
          assertThat(told.orNewer()).as(version).isFalse();
          assertThat(told.oddities()).as(version).isEmpty();
          assertThat(told.alternative())
              .as(version)
              .isEqualTo(expected.equals("3.3") ? "3.4" : null);
        });
  }

  private static ApiVersions changed(
      ApiVersions from,
      Map<ApiKey, Range> apis,
      Map<Short, Range> others,
      Map<String, Range> features) {
    Map<ApiKey, Range> all = new HashMap<>(from.apis());
    all.putAll(apis);
    Map<Short, Range> allOthers = new HashMap<>(from.otherApis());
    allOthers.putAll(others);
    return new ApiVersions(all, allOthers, features, from.finalizedFeatures(), null);
  }

  private static Range range(int max) {
    return new Range((short) 0, (short) max);
  }

  @Test
  void metadataVersionTells34From33() throws IOException {
    ApiVersions base = tables().get("3.4.1");
    assertThat(
            BrokerReleases.tell(
                changed(base, Map.of(), Map.of(), Map.of("metadata.version", range(8)))))
        .hasToString("3.4");
    assertThat(
            BrokerReleases.tell(
                changed(base, Map.of(), Map.of(), Map.of("metadata.version", range(7)))))
        .hasToString("3.3");
    assertThat(BrokerReleases.tell(changed(base, Map.of(), Map.of((short) 4, range(7)), Map.of())))
        .hasToString("3.4");
    assertThat(BrokerReleases.tell(changed(base, Map.of(), Map.of((short) 4, range(6)), Map.of())))
        .hasToString("3.3");
    assertThat(BrokerReleases.tell(base)).hasToString("3.3 or 3.4");
  }

  @Test
  void whatNobodyKnowsYetIsAtLeastTheNewest() throws IOException {
    ApiVersions newest = tables().get("4.4.0");
    assertThat(
            BrokerReleases.tell(
                changed(newest, Map.of(ApiKey.FETCH, range(40)), Map.of(), Map.of())))
        .hasToString("at least 4.4");
    assertThat(
            BrokerReleases.tell(changed(newest, Map.of(), Map.of((short) 900, range(0)), Map.of())))
        .hasToString("at least 4.4");
    // The topmost version of InitProducerId is not stable in 4.4, and some brokers list it.
    assertThat(
            BrokerReleases.tell(
                changed(newest, Map.of(ApiKey.INIT_PRODUCER_ID, range(6)), Map.of(), Map.of())))
        .hasToString("4.4");
  }

  @Test
  void aServiceThatSpeaksALittleOfEverythingIsNamedByItsWeakestPart() throws IOException {
    ApiVersions old = tables().get("2.4.1");
    BrokerRelease told =
        BrokerReleases.tell(changed(old, Map.of(ApiKey.FETCH, range(13)), Map.of(), Map.of()));
    assertThat(told.name()).isEqualTo("2.4");
    assertThat(told.oddities()).isNotEmpty();
    assertThat(told.toString()).contains("FETCH 13");
  }

  @Test
  void featuresFollowFromVersions() throws IOException {
    Map<String, ApiVersions> tables = tables();
    assertThat(BrokerReleases.tell(tables.get("0.10.0.1")).features())
        .contains(BrokerFeature.CONSUMER_GROUPS, BrokerFeature.TIMESTAMPS)
        .doesNotContain(BrokerFeature.HEADERS, BrokerFeature.OFFSETS_FOR_TIMES);
    assertThat(BrokerReleases.tell(tables.get("2.7.2")).features())
        .contains(BrokerFeature.ZSTD, BrokerFeature.FOLLOWER_FETCHING)
        .doesNotContain(BrokerFeature.TOPIC_IDS);
    assertThat(BrokerReleases.tell(tables.get("4.4.0")).features())
        .contains(BrokerFeature.SHARE_GROUPS, BrokerFeature.TOPIC_IDS);
  }

  @Test
  void releasesCompareByTheirNumbers() throws IOException {
    BrokerRelease told = BrokerReleases.tell(tables().get("0.10.2.2"));
    assertThat(told.isAtLeast("0.10.2")).isTrue();
    assertThat(told.isAtLeast("0.9.0")).isTrue();
    assertThat(told.isAtLeast("0.11.0")).isFalse();
    assertThat(told.isAtLeast("1.0")).isFalse();
  }

  @Test
  void aBrokerThatCannotTellIsOfTheReleaseThatWasFoundOut() {
    ApiVersions table =
        new ApiVersions(Map.of(ApiKey.FETCH, range(0)), Map.of(), Map.of(), Map.of(), "0.8.2");
    assertThat(BrokerReleases.tell(table)).hasToString("0.8.2");
  }
}
