package io.kafkavertx.testkit.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How to start a real broker. Immutable; each method gives a changed copy, so options may be shared
 * and varied.
 *
 * <pre>{@code
 * BrokerOptions.version("4.4.0").port(9092).property("auto.create.topics.enable", "false")
 * }</pre>
 */
public final class BrokerOptions {
  /** The name of the listener that every broker has. */
  public static final String PLAINTEXT = "PLAINTEXT";

  /** Flags for a small broker that starts fast: about 200 MB of memory, no optimising compiler. */
  public static final List<String> SMALL_JVM =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /** Flags for a broker that is fast once it is warm, for benchmarks. */
  public static final List<String> FAST_JVM = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

  private final KafkaVersion version;
  private int port;
  private boolean proxied;
  private AdvertisedAddress advertised = (nodeId, listener, bound) -> bound;
  private final List<Listener> listeners = new ArrayList<>();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private final Map<String, Integer> features = new LinkedHashMap<>();
  private List<String> jvmFlags = SMALL_JVM;
  private List<Path> classPath = List.of();
  private Path javaHome = Path.of(System.getProperty("java.home"));
  private Path classArchives = defaultClassArchives();
  private Path logDirectory = defaultLogDirectory();
  private String logLevel = "warn";
  private Duration startTimeout = Duration.ofMinutes(3);
  private Consumer<String> progress = line -> {};

  private BrokerOptions(KafkaVersion version) {
    this.version = version;
  }

  private BrokerOptions copy() {
    BrokerOptions copy = new BrokerOptions(version);
    copy.port = port;
    copy.proxied = proxied;
    copy.advertised = advertised;
    copy.listeners.addAll(listeners);
    copy.properties.putAll(properties);
    copy.features.putAll(features);
    copy.jvmFlags = jvmFlags;
    copy.classPath = classPath;
    copy.javaHome = javaHome;
    copy.classArchives = classArchives;
    copy.logDirectory = logDirectory;
    copy.logLevel = logLevel;
    copy.startTimeout = startTimeout;
    copy.progress = progress;
    return copy;
  }

  /**
   * A broker of one release with everything else at its default.
   *
   * @param version any release from {@code 0.8.0} to {@code 4.4.0}, and most likely later ones
   * @return the options
   * @throws IllegalArgumentException if this is no version number
   */
  public static BrokerOptions version(String version) {
    return new BrokerOptions(KafkaVersion.parse(version));
  }

  /**
   * The port of the listener {@link #PLAINTEXT}.
   *
   * @param value a port, or 0 (the default) for a free one. In a cluster only 0 is allowed
   * @return a changed copy
   */
  public BrokerOptions port(int value) {
    BrokerOptions copy = copy();
    copy.port = value;
    return copy;
  }

  /**
   * Sets a broker property. It wins over the test kit's own choice.
   *
   * @param key a key of {@code server.properties}
   * @param value its value; "{node}" in it stands for the id of each node
   * @return a changed copy
   */
  public BrokerOptions property(String key, String value) {
    BrokerOptions copy = copy();
    copy.properties.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
    return copy;
  }

  /**
   * Sets the level of a feature that a new cluster starts with, in place of the release's own, as
   * {@code kafka-storage format --feature} does. Kafka 3.9 and newer.
   *
   * @param name for example {@code transaction.version}
   * @param level 0 or more
   * @return a changed copy
   */
  public BrokerOptions feature(String name, int level) {
    BrokerOptions copy = copy();
    copy.features.put(Objects.requireNonNull(name, "name"), level);
    return copy;
  }

  /**
   * Adds a listener beside {@link #PLAINTEXT}. Brokers from 0.10.2 on.
   *
   * @param listener the listener
   * @return a changed copy
   */
  public BrokerOptions listener(Listener listener) {
    BrokerOptions copy = copy();
    copy.listeners.add(Objects.requireNonNull(listener, "listener"));
    return copy;
  }

  /**
   * Lets the broker advertise other addresses than those it listens on, for example those of a
   * proxy.
   *
   * @param value chooses the address
   * @return a changed copy
   */
  public BrokerOptions advertised(AdvertisedAddress value) {
    BrokerOptions copy = copy();
    copy.advertised = Objects.requireNonNull(value, "advertised");
    copy.proxied = true;
    return copy;
  }

  /**
   * The flags of the broker's JVM, in place of {@link #SMALL_JVM}.
   *
   * @param flags for example {@link #FAST_JVM}
   * @return a changed copy
   */
  public BrokerOptions jvmFlags(List<String> flags) {
    BrokerOptions copy = copy();
    copy.jvmFlags = List.copyOf(flags);
    return copy;
  }

  /**
   * Adds to the broker's class path: plug-ins of the broker's, an authorizer or a principal builder
   * for example.
   *
   * @param jarsOrDirectories behind the release's own
   * @return a changed copy
   */
  public BrokerOptions classPath(List<Path> jarsOrDirectories) {
    BrokerOptions copy = copy();
    copy.classPath = List.copyOf(jarsOrDirectories);
    return copy;
  }

  /**
   * The JDK that runs the broker; by default the one that runs this process.
   *
   * @param value a directory with {@code bin/java}
   * @return a changed copy
   */
  public BrokerOptions javaHome(Path value) {
    BrokerOptions copy = copy();
    copy.javaHome = Objects.requireNonNull(value, "javaHome");
    return copy;
  }

  /**
   * Lets brokers start in about half the time from the second one on. Before the first broker of a
   * release starts, one is run for a few seconds to write the classes that it has loaded into a
   * file (50 MB) in this directory, and every broker of that release and JDK that is started later,
   * by any process, begins with them (the JVM's class data sharing). From Kafka 3.9 on; older
   * releases start as ever, and so does every broker whose JVM finds the file unfit. The files may
   * be deleted whenever no broker runs.
   *
   * @param value a directory that is kept, made if it is missing; by default the one that the
   *     system property {@code kafkavertx.testkit.classArchives} names, else there are no archives
   * @return a changed copy
   */
  public BrokerOptions classArchives(Path value) {
    BrokerOptions copy = copy();
    copy.classArchives = Objects.requireNonNull(value, "classArchives").toAbsolutePath();
    return copy;
  }

  /**
   * Where the broker's log file goes; by default {@code target/brokers} in a Maven module, {@code
   * build/brokers} in a Gradle project, else a directory under the system's temporary one.
   *
   * @param value a directory; made if it is missing
   * @return a changed copy
   */
  public BrokerOptions logDirectory(Path value) {
    BrokerOptions copy = copy();
    copy.logDirectory = Objects.requireNonNull(value, "logDirectory");
    return copy;
  }

  /**
   * How much the broker logs.
   *
   * @param value {@code debug}, {@code info}, {@code warn} (the default, and the fastest start) or
   *     {@code error}
   * @return a changed copy
   */
  public BrokerOptions logLevel(String value) {
    BrokerOptions copy = copy();
    copy.logLevel = Objects.requireNonNull(value, "logLevel");
    return copy;
  }

  /**
   * How long a broker, or a whole cluster, may take from its launch until it answers. Downloads do
   * not count.
   *
   * @param value by default three minutes: far more than the 4 to 20 seconds that it takes on a
   *     machine that is not busy
   * @return a changed copy
   */
  public BrokerOptions startTimeout(Duration value) {
    BrokerOptions copy = copy();
    copy.startTimeout = Objects.requireNonNull(value, "startTimeout");
    return copy;
  }

  /**
   * Hears of progress, one line at a time: what is resolved, downloaded and started. Lines may come
   * from any thread.
   *
   * @param value for example {@code System.out::println}
   * @return a changed copy
   */
  public BrokerOptions onProgress(Consumer<String> value) {
    BrokerOptions copy = copy();
    copy.progress = Objects.requireNonNull(value, "progress");
    return copy;
  }

  /**
   * The release.
   *
   * @return its number
   */
  public String version() {
    return version.text();
  }

  KafkaVersion kafkaVersion() {
    return version;
  }

  int port() {
    return port;
  }

  boolean isProxied() {
    return proxied;
  }

  AdvertisedAddress advertised() {
    return advertised;
  }

  List<Listener> extraListeners() {
    return listeners;
  }

  Map<String, String> properties() {
    return properties;
  }

  Map<String, Integer> features() {
    return features;
  }

  List<String> jvmFlags() {
    return jvmFlags;
  }

  List<Path> classPath() {
    return classPath;
  }

  Path javaHome() {
    return javaHome;
  }

  /** Null for none. */
  Path classArchives() {
    return classArchives;
  }

  Path logDirectory() {
    return logDirectory;
  }

  String logLevel() {
    return logLevel;
  }

  Duration startTimeout() {
    return startTimeout;
  }

  Consumer<String> progress() {
    return progress;
  }

  private static Path defaultClassArchives() {
    String named = System.getProperty("kafkavertx.testkit.classArchives", "");
    return named.isEmpty() ? null : Path.of(named).toAbsolutePath();
  }

  private static Path defaultLogDirectory() {
    if (Files.isDirectory(Path.of("target")) || Files.isRegularFile(Path.of("pom.xml"))) {
      return Path.of("target", "brokers").toAbsolutePath();
    }
    if (Files.isDirectory(Path.of("build"))) {
      return Path.of("build", "brokers").toAbsolutePath();
    }
    return Path.of(System.getProperty("java.io.tmpdir"), "kafka-vertx-brokers");
  }
}
