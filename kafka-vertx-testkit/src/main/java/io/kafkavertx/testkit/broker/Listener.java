package io.kafkavertx.testkit.broker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A listener for clients: its name, its security and its port. Immutable; each method gives a
 * changed copy.
 *
 * <p>Before 0.10.2 a listener's name must be its protocol, {@code SASL_PLAINTEXT} for example; and
 * before 1.1 a broker has one set of users for all its listeners, so it can have one listener with
 * SASL. SASL/PLAIN needs 0.10, SCRAM 0.10.2.
 */
public final class Listener {
  private static final String JAAS = ".sasl.jaas.config";

  private final String name;
  private final String protocol;
  private final int port;
  private final Map<String, String> properties;
  private final Map<String, Map<String, String>> scramUsers;
  private final Map<String, String> plainUsers;
  private final TestCertificates certificates;

  private Listener(Builder from) {
    this.name = from.name;
    this.protocol = from.protocol;
    this.port = from.port;
    this.properties = from.properties;
    this.scramUsers = from.scramUsers;
    this.plainUsers = from.plainUsers;
    this.certificates = from.certificates;
  }

  /**
   * A listener without security.
   *
   * @param name its name, upper case by custom
   * @return the listener, on a free port
   */
  public static Listener plaintext(String name) {
    return new Listener(new Builder(name, "PLAINTEXT"));
  }

  /**
   * A listener with SASL over plain TCP. Add users with {@link #plainUser} or {@link #scramUser}.
   *
   * @param name its name, upper case by custom
   * @return the listener, on a free port
   */
  public static Listener saslPlaintext(String name) {
    return new Listener(new Builder(name, "SASL_PLAINTEXT"));
  }

  /**
   * A listener with TLS.
   *
   * @param name its name, upper case by custom
   * @param certificates the broker's key and certificate
   * @return the listener, on a free port
   */
  public static Listener ssl(String name, TestCertificates certificates) {
    Builder builder = new Builder(name, "SSL");
    builder.certificates = Objects.requireNonNull(certificates, "certificates");
    return new Listener(builder);
  }

  /**
   * A listener with SASL over TLS.
   *
   * @param name its name, upper case by custom
   * @param certificates the broker's key and certificate
   * @return the listener, on a free port
   */
  public static Listener saslSsl(String name, TestCertificates certificates) {
    Builder builder = new Builder(name, "SASL_SSL");
    builder.certificates = Objects.requireNonNull(certificates, "certificates");
    return new Listener(builder);
  }

  /**
   * The port to listen on.
   *
   * @param value a port, or 0 (the default) for a free one
   * @return a changed copy
   */
  public Listener port(int value) {
    Builder builder = new Builder(this);
    builder.port = value;
    return new Listener(builder);
  }

  /**
   * Adds a user of SASL/PLAIN and with it the mechanism.
   *
   * @param user the name
   * @param password the password, for tests only: it lies in a file in the broker's temporary
   *     directory
   * @return a changed copy
   */
  public Listener plainUser(String user, String password) {
    Builder builder = new Builder(this);
    builder.plainUsers.put(user, password);
    return new Listener(builder);
  }

  /**
   * Adds a user of SASL/SCRAM and with it the mechanism.
   *
   * @param mechanism {@code SCRAM-SHA-256} or {@code SCRAM-SHA-512}
   * @param user the name
   * @param password the password, for tests only
   * @return a changed copy
   */
  public Listener scramUser(String mechanism, String user, String password) {
    Builder builder = new Builder(this);
    builder.scramUsers.computeIfAbsent(mechanism, m -> new LinkedHashMap<>()).put(user, password);
    return new Listener(builder);
  }

  /**
   * Sets a broker property for this listener alone, as in {@code listener.name.NAME.KEY}.
   *
   * @param key the key without the prefix, for example {@code ssl.client.auth}
   * @param value its value
   * @return a changed copy
   */
  public Listener property(String key, String value) {
    Builder builder = new Builder(this);
    builder.properties.put(key, value);
    return new Listener(builder);
  }

  /**
   * The listener's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  String protocol() {
    return protocol;
  }

  int port() {
    return port;
  }

  boolean isSecure() {
    return !protocol.equals("PLAINTEXT");
  }

  Map<String, Map<String, String>> scramUsers() {
    return scramUsers;
  }

  boolean hasSasl() {
    return protocol.startsWith("SASL");
  }

  /** The broker properties that make this listener what it is. */
  Map<String, String> serverProperties(KafkaVersion version) {
    Map<String, String> result = new LinkedHashMap<>();
    String prefix = "listener.name." + name.toLowerCase(Locale.ROOT) + ".";
    // Settings of single listeners came with 0.11 for TLS and with 1.1 for SASL.
    boolean everything = version.atLeast(1, 1);
    boolean tls = version.atLeast(0, 11);
    ownProperties(version)
        .forEach(
            (key, value) -> {
              if (everything || (tls && key.startsWith("ssl."))) {
                result.put(prefix + key, value);
              } else if (!key.endsWith(JAAS)) {
                result.put(key, value);
              }
            });
    return result;
  }

  /** What a JAAS file says of this listener, for a broker that does not take it as a property. */
  List<String> jaasEntries(KafkaVersion version) {
    return version.atLeast(1, 1)
        ? List.of()
        : ownProperties(version).entrySet().stream()
            .filter(property -> property.getKey().endsWith(JAAS))
            .map(Map.Entry::getValue)
            .toList();
  }

  private Map<String, String> ownProperties(KafkaVersion version) {
    Map<String, String> result = new LinkedHashMap<>();
    if (hasSasl()) {
      putSasl(result);
    }
    if (certificates != null) {
      result.putAll(certificates.keyStoreProperties(version));
    }
    result.putAll(properties);
    return result;
  }

  private void putSasl(Map<String, String> result) {
    StringBuilder mechanisms = new StringBuilder(String.join(",", scramUsers.keySet()));
    for (String mechanism : scramUsers.keySet()) {
      result.put(
          mechanism.toLowerCase(Locale.ROOT) + JAAS,
          "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    }
    if (!plainUsers.isEmpty()) {
      mechanisms.append(mechanisms.length() == 0 ? "" : ",").append("PLAIN");
      StringBuilder jaas =
          new StringBuilder("org.apache.kafka.common.security.plain.PlainLoginModule required");
      plainUsers.forEach(
          (user, password) ->
              jaas.append(" user_")
                  .append(user)
                  .append("=\"")
                  .append(escape(password))
                  .append('"'));
      result.put("plain" + JAAS, jaas.append(';').toString());
    }
    if (mechanisms.length() > 0) {
      result.put("sasl.enabled.mechanisms", mechanisms.toString());
    }
  }

  private static String escape(String password) {
    return password.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  @Override
  public String toString() {
    return name + "(" + protocol + ")";
  }

  private static final class Builder {
    private final String name;
    private final String protocol;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> scramUsers = new LinkedHashMap<>();
    private final Map<String, String> plainUsers = new LinkedHashMap<>();
    private int port;
    private TestCertificates certificates;

    Builder(String name, String protocol) {
      this.name = Objects.requireNonNull(name, "name");
      this.protocol = protocol;
    }

    Builder(Listener from) {
      this(from.name, from.protocol);
      port = from.port;
      certificates = from.certificates;
      properties.putAll(from.properties);
      plainUsers.putAll(from.plainUsers);
      from.scramUsers.forEach((m, users) -> scramUsers.put(m, new LinkedHashMap<>(users)));
    }
  }
}
