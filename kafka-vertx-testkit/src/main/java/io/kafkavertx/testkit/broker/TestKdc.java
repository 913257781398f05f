package io.kafkavertx.testkit.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Kerberos key distribution centre in a child JVM (Apache Kerby, found as the brokers are), with
 * keytabs for its principals.
 *
 * <p>A broker with a GSSAPI listener needs one that runs before it starts.
 */
public final class TestKdc implements AutoCloseable {
  /** The realm of all principals. */
  public static final String REALM = "TEST.LOCAL";

  private static final int START_SECONDS = 120;

  private final int port;
  private final Path root;
  private final ChildJvm jvm;
  private final Path configuration;

  private TestKdc(int port, Path root, ChildJvm jvm, Path configuration) {
    this.port = port;
    this.root = root;
    this.jvm = jvm;
    this.configuration = configuration;
  }

  /**
   * Starts a KDC, and waits until it answers.
   *
   * @param principals without the realm, for example {@code kafka/localhost} and {@code alice}
   * @return the KDC
   * @throws BrokerException if it does not start
   */
  public static TestKdc start(String... principals) {
    int port = Ports.free();
    Path root = Directories.temporary("kdc");
    Path configuration = root.resolve("client.krb5.conf");
    try {
      Files.writeString(
          configuration,
          "[libdefaults]\n default_realm = "
              + REALM
              + "\n udp_preference_limit = 1\n dns_lookup_kdc = false\n dns_lookup_realm = false\n"
              + " rdns = false\n kdc_timeout = 5000\n max_retries = 1\n[realms]\n "
              + REALM
              + " = {\n  kdc = "
              + Ports.HOST
              + ":"
              + port
              + "\n }\n");
    } catch (IOException e) {
      throw new BrokerException("Cannot write " + configuration + ": " + e, e);
    }
    List<String> arguments = new ArrayList<>(List.of(Integer.toString(port), REALM));
    arguments.addAll(List.of(principals));
    Path log = BrokerOptions.version("4.4.0").logDirectory().resolve("kdc-" + port + ".log");
    ChildJvm jvm = child("the KDC", "kdc", root, arguments, log);
    TestKdc kdc = new TestKdc(port, root, jvm, configuration);
    kdc.await(log);
    return kdc;
  }

  private static ChildJvm child(
      String name, String mode, Path root, List<String> arguments, Path log) {
    return ChildJvm.start(
        new ChildJvm.Spec(
            name,
            BrokerOptions.version("4.4.0").javaHome(),
            List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            ClassPaths.of(
                "Apache Kerby",
                List.of(
                    new Recipe.Root("org.apache.kerby:kerb-simplekdc:2.1.1", List.of()),
                    new Recipe.Root("org.slf4j:slf4j-simple:1.7.36", List.of())),
                line -> {}),
            mode,
            root,
            arguments,
            log));
  }

  /**
   * Fetches a ticket, as the command {@code kinit} does.
   *
   * @param principal as it was given to {@link #start}
   * @param seconds how long the ticket is valid
   * @return the ticket cache, a file
   * @throws BrokerException if the KDC gives none
   */
  public Path kinit(String principal, int seconds) {
    Path cache = root.resolve(principal.replace('/', '_') + ".ccache");
    Path log = BrokerOptions.version("4.4.0").logDirectory().resolve("kinit-" + port + ".log");
    List<String> arguments =
        List.of(
            Integer.toString(port),
            REALM,
            principal,
            keytab(principal).toString(),
            cache.toString(),
            Integer.toString(seconds));
    if (!child("kinit", "kinit", root, arguments, log).finish(START_SECONDS)) {
      throw new BrokerException("No ticket for " + principal + ":\n" + Directories.tail(log, 20));
    }
    return cache;
  }

  private void await(Path log) {
    Deadline deadline = Deadline.in(java.time.Duration.ofSeconds(START_SECONDS));
    while (!Files.exists(root.resolve("ready"))) {
      if (!jvm.isAlive() || deadline.isOver()) {
        close();
        throw new BrokerException(
            "The KDC did not start. Its log is "
                + log
                + " and ends with:\n"
                + Directories.tail(log, 20));
      }
      deadline.pause();
    }
  }

  /**
   * What a JVM's system property {@code java.security.krb5.conf} must name.
   *
   * @return a file
   */
  public Path configuration() {
    return configuration;
  }

  /**
   * The key of a principal.
   *
   * @param principal as it was given to {@link #start}
   * @return a keytab file
   */
  public Path keytab(String principal) {
    return root.resolve(principal.replace('/', '_') + ".keytab");
  }

  /**
   * What a broker's JAAS configuration says to be a principal, as a value of {@code
   * gssapi.sasl.jaas.config}.
   *
   * @param principal as it was given to {@link #start}
   * @return a login module with its options
   */
  public String jaas(String principal) {
    return "com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true storeKey=true"
        + " keyTab=\""
        + keytab(principal)
        + "\" principal=\""
        + principal
        + "@"
        + REALM
        + "\";";
  }

  /** Stops the KDC without a word, leaves its files. */
  public void kill() {
    jvm.kill();
  }

  /** Stops the KDC and deletes its files. */
  @Override
  public void close() {
    jvm.kill();
    Directories.delete(root);
  }

  @Override
  public String toString() {
    return "KDC at " + Ports.HOST + ":" + port;
  }
}
