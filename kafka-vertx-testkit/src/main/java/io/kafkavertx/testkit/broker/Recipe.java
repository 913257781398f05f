package io.kafkavertx.testkit.broker;

import java.util.ArrayList;
import java.util.List;

/**
 * What it takes to run one Kafka release on a JDK of today: its artifacts, what its POM gets wrong,
 * and its style of configuration. Every line was found by running the release; the reason stands
 * beside it.
 *
 * @param version the release
 * @param style how it is configured
 * @param artifacts the roots of the class path
 */
record Recipe(KafkaVersion version, Style style, List<Root> artifacts) {
  /** How a release is configured. */
  enum Style {
    /** 0.8: {@code port} and {@code host.name} instead of {@code listeners}, and ZooKeeper. */
    HOST_AND_PORT,
    /** 0.9 to 0.10.1: listeners without names of their own, and ZooKeeper. */
    LISTENERS,
    /** From 0.10.2: listeners with names, and ZooKeeper. */
    NAMED_LISTENERS,
    /** No ZooKeeper. */
    KRAFT
  }

  /**
   * One root artifact.
   *
   * @param coordinates {@code group:artifact:version}
   * @param exclusions {@code group:artifact} of dependencies to leave out; {@code *} stands for all
   */
  record Root(String coordinates, List<String> exclusions) {}

  static Recipe of(KafkaVersion version) {
    if (!version.atLeast(0, 8)) {
      throw new IllegalArgumentException(
          "Kafka " + version + " is older than 0.8.0, the oldest that runs");
    }
    List<Root> roots = new ArrayList<>();
    roots.add(broker(version));
    roots.addAll(additions(version));
    return new Recipe(version, style(version), List.copyOf(roots));
  }

  boolean usesZooKeeper() {
    return style != Style.KRAFT;
  }

  boolean hasNamedListeners() {
    return style == Style.NAMED_LISTENERS || style == Style.KRAFT;
  }

  private static Style style(KafkaVersion version) {
    if (!version.atLeast(0, 9)) {
      return Style.HOST_AND_PORT;
    }
    if (!version.atLeast(0, 10, 2)) {
      return Style.LISTENERS;
    }
    // KRaft is older than 3.9, but only from there on can its storage tool be called without ending
    // the JVM.
    return version.atLeast(3, 9) ? Style.KRAFT : Style.NAMED_LISTENERS;
  }

  private static Root broker(KafkaVersion version) {
    List<String> exclusions = new ArrayList<>();
    // Dependencies of log4j 1.2.15 in the oldest POMs that are on no public repository.
    exclusions.add("com.sun.jdmk:jmxtools");
    exclusions.add("com.sun.jmx:jmxri");
    exclusions.add("javax.jms:jms");
    // Named by the POM of 4.4.0, but never published; the broker runs without it.
    exclusions.add("org.apache.kafka:kafka-tools-api");
    if (needsOlderZooKeeper(version)) {
      exclusions.add("org.apache.zookeeper:zookeeper");
    }
    return new Root("org.apache.kafka:kafka_" + scala(version) + ":" + version, exclusions);
  }

  private static String scala(KafkaVersion version) {
    if (!version.atLeast(0, 8, 2)) {
      return "2.10";
    }
    return version.atLeast(2, 4) ? "2.13" : "2.11";
  }

  private static List<Root> additions(KafkaVersion version) {
    if (version.atLeast(4, 0)) {
      return List.of(new Root("org.slf4j:slf4j-simple:1.7.36", List.of()));
    }
    if (!version.atLeast(0, 10, 1)) {
      return List.of();
    }
    List<Root> roots = new ArrayList<>();
    // From 0.10.1 on the POMs leave log4j 1 out although the broker's classes need it.
    roots.add(new Root("org.slf4j:slf4j-reload4j:1.7.36", List.of()));
    if (!version.atLeast(1, 0)) {
      // DatatypeConverter, gone from the JDK since 11.
      roots.add(new Root("javax.xml.bind:jaxb-api:2.3.1", List.of("*:*")));
    }
    if (needsOlderZooKeeper(version)) {
      roots.add(new Root("org.apache.zookeeper:zookeeper:3.4.10", List.of("*:*")));
    }
    return roots;
  }

  /** The ZooKeeper clients 3.4.13 and 3.4.14 cannot connect on JDK 14 and later. */
  private static boolean needsOlderZooKeeper(KafkaVersion version) {
    return version.atLeast(2, 0) && !version.atLeast(2, 4);
  }
}
