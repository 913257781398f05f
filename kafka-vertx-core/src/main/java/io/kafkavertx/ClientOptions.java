package io.kafkavertx;

import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What every client can be told. In JSON durations are milliseconds; an ISO-8601 duration such as
 * {@code PT30S} is read too.
 *
 * <p>Setters check each value; what does not go together is found when a client is created. All of
 * them throw {@link ConfigException} with the option's name. Not thread-safe; a client copies the
 * options it is given.
 *
 * @param <T> the options class itself
 */
public abstract class ClientOptions<T extends ClientOptions<T>> extends MetricsOptions<T> {
  /** What a release looks like. */
  static final String RELEASE =
      "^(0\\.(8\\.[012]|9|[1-9]\\d)(\\.\\d+)*|[1-9]\\d*\\.\\d+(\\.\\d+)*)$";

  /** The largest frame that can be allowed: beyond it a length cannot be told from garbage. */
  private static final int LARGEST_FRAME = Integer.MAX_VALUE - 64;

  /**
   * Java users write {@code Long.MAX_VALUE} milliseconds for "never"; half the range of nanoseconds
   * is enough.
   */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private List<String> bootstrapServers = List.of("localhost:9092");
  private String clientId = "kafka-vertx";
  private Duration requestTimeout = Duration.ofSeconds(30);
  private Duration retryBackoff = Duration.ofMillis(100);
  private Duration retryBackoffMax = Duration.ofSeconds(1);
  private Duration reconnectBackoff = Duration.ofMillis(50);
  private Duration reconnectBackoffMax = Duration.ofSeconds(1);
  private Duration connectionSetupTimeout = Duration.ofSeconds(10);
  private Duration connectionSetupTimeoutMax = Duration.ofSeconds(30);
  private Duration connectionsMaxIdle = Duration.ofMinutes(9);
  private Duration metadataMaxAge = Duration.ofMinutes(5);
  private int maxInFlightRequests = 5;
  private int maxFrameBytes = 100 * 1024 * 1024;
  private SecurityProtocol securityProtocol;
  private String saslMechanism;
  private SaslMechanismFactory saslMechanismFactory;
  private JsonObject saslConfig = new JsonObject();
  private NetClientOptions netClientOptions = new NetClientOptions();
  private TlsOptions tls = new TlsOptions();
  private String apiVersion;

  ClientOptions() {}

  ClientOptions(ClientOptions<?> other) {
    super(other);
    bootstrapServers = other.bootstrapServers;
    clientId = other.clientId;
    requestTimeout = other.requestTimeout;
    retryBackoff = other.retryBackoff;
    retryBackoffMax = other.retryBackoffMax;
    reconnectBackoff = other.reconnectBackoff;
    reconnectBackoffMax = other.reconnectBackoffMax;
    connectionSetupTimeout = other.connectionSetupTimeout;
    connectionSetupTimeoutMax = other.connectionSetupTimeoutMax;
    connectionsMaxIdle = other.connectionsMaxIdle;
    metadataMaxAge = other.metadataMaxAge;
    maxInFlightRequests = other.maxInFlightRequests;
    maxFrameBytes = other.maxFrameBytes;
    securityProtocol = other.securityProtocol;
    saslMechanism = other.saslMechanism;
    saslMechanismFactory = other.saslMechanismFactory;
    saslConfig = other.saslConfig.copy();
    netClientOptions = new NetClientOptions(other.netClientOptions);
    tls = new TlsOptions(other.tls);
    apiVersion = other.apiVersion;
  }

  /**
   * The JSON schema (draft 2020-12) of what all clients' JSON forms have in common: names, types
   * and constants. Whether values go together it cannot say; {@link #validate()} does.
   */
  public static JsonObject jsonSchema() {
    return OptionSchema.of(BaseOptions.ALL);
  }

  /** Every option of this class. */
  abstract OptionTable<T> table();

  /** A copy; changing it changes nothing here. */
  public abstract T copy();

  /**
   * Addresses of brokers to start from, each {@code host:port}, {@code host} or {@code
   * [ipv6]:port}; the port is 9092 when left out. One that can be reached is enough: it tells of
   * the others. Default {@code localhost:9092}; {@code bootstrap.servers}.
   */
  public List<String> getBootstrapServers() {
    return bootstrapServers;
  }

  /** See {@link #getBootstrapServers()}; addresses with commas between them. */
  public T setBootstrapServers(String bootstrapServers) {
    return setBootstrapServers(
        OptionType.LIST.read(Objects.requireNonNull(bootstrapServers, "bootstrapServers")));
  }

  /** See {@link #getBootstrapServers()}. */
  public T setBootstrapServers(List<String> bootstrapServers) {
    List<String> addresses = List.copyOf(bootstrapServers);
    if (addresses.isEmpty()) {
      throw new ConfigException("bootstrapServers needs at least one address");
    }
    addresses.forEach(BootstrapAddress::parse);
    this.bootstrapServers = addresses;
    return self();
  }

  /** The parsed form of {@link #getBootstrapServers()}. */
  public List<BootstrapAddress> bootstrapAddresses() {
    return bootstrapServers.stream().map(BootstrapAddress::parse).toList();
  }

  /**
   * The name that brokers know this client by, in their logs, metrics and quotas. Default {@code
   * kafka-vertx}; {@code client.id}.
   */
  public String getClientId() {
    return clientId;
  }

  /** See {@link #getClientId()}. */
  public T setClientId(String clientId) {
    this.clientId = Objects.requireNonNull(clientId, "clientId");
    return self();
  }

  /**
   * How long a request may wait for its answer. A request that takes longer takes its connection
   * with it. Default 30 s; more than zero; {@code request.timeout.ms}.
   */
  public Duration getRequestTimeout() {
    return requestTimeout;
  }

  /** See {@link #getRequestTimeout()}. */
  public T setRequestTimeout(Duration requestTimeout) {
    this.requestTimeout = positive("requestTimeout", requestTimeout);
    return self();
  }

  /**
   * How long to wait before the first repetition of a failed request; doubled by each further one,
   * with jitter of 20 %. Default 100 ms; zero or more; {@code retry.backoff.ms}.
   */
  public Duration getRetryBackoff() {
    return retryBackoff;
  }

  /** See {@link #getRetryBackoff()}. */
  public T setRetryBackoff(Duration retryBackoff) {
    this.retryBackoff = nonNegative("retryBackoff", retryBackoff);
    return self();
  }

  /**
   * The longest wait before a repetition. Default 1 s; zero or more; {@code retry.backoff.max.ms}.
   */
  public Duration getRetryBackoffMax() {
    return retryBackoffMax;
  }

  /** See {@link #getRetryBackoffMax()}. */
  public T setRetryBackoffMax(Duration retryBackoffMax) {
    this.retryBackoffMax = nonNegative("retryBackoffMax", retryBackoffMax);
    return self();
  }

  /**
   * How long to wait before connecting again to a broker that failed; doubled by each further
   * failure, with jitter of 20 %. Default 50 ms; zero or more; {@code reconnect.backoff.ms}.
   */
  public Duration getReconnectBackoff() {
    return reconnectBackoff;
  }

  /** See {@link #getReconnectBackoff()}. */
  public T setReconnectBackoff(Duration reconnectBackoff) {
    this.reconnectBackoff = nonNegative("reconnectBackoff", reconnectBackoff);
    return self();
  }

  /** The longest of these waits. Default 1 s; {@code reconnect.backoff.max.ms}. */
  public Duration getReconnectBackoffMax() {
    return reconnectBackoffMax;
  }

  /** See {@link #getReconnectBackoffMax()}. */
  public T setReconnectBackoffMax(Duration reconnectBackoffMax) {
    this.reconnectBackoffMax = nonNegative("reconnectBackoffMax", reconnectBackoffMax);
    return self();
  }

  /**
   * How long an attempt may take until a connection is ready, authentication included. Doubled by
   * each failure, with jitter. Default 10 s; {@code socket.connection.setup.timeout.ms}.
   */
  public Duration getConnectionSetupTimeout() {
    return connectionSetupTimeout;
  }

  /** See {@link #getConnectionSetupTimeout()}. */
  public T setConnectionSetupTimeout(Duration connectionSetupTimeout) {
    this.connectionSetupTimeout = positive("connectionSetupTimeout", connectionSetupTimeout);
    return self();
  }

  /** The longest of these. Default 30 s; {@code socket.connection.setup.timeout.max.ms}. */
  public Duration getConnectionSetupTimeoutMax() {
    return connectionSetupTimeoutMax;
  }

  /** See {@link #getConnectionSetupTimeoutMax()}. */
  public T setConnectionSetupTimeoutMax(Duration connectionSetupTimeoutMax) {
    this.connectionSetupTimeoutMax =
        positive("connectionSetupTimeoutMax", connectionSetupTimeoutMax);
    return self();
  }

  /**
   * How long a connection may be idle before the client closes it; zero keeps it for ever. Default
   * 9 minutes; zero or more; {@code connections.max.idle.ms}.
   */
  public Duration getConnectionsMaxIdle() {
    return connectionsMaxIdle;
  }

  /** See {@link #getConnectionsMaxIdle()}. */
  public T setConnectionsMaxIdle(Duration connectionsMaxIdle) {
    this.connectionsMaxIdle = nonNegative("connectionsMaxIdle", connectionsMaxIdle);
    return self();
  }

  /**
   * How old metadata may be before the client asks for it again, without any sign of a change.
   * Default 5 minutes; more than zero; {@code metadata.max.age.ms}.
   */
  public Duration getMetadataMaxAge() {
    return metadataMaxAge;
  }

  /** See {@link #getMetadataMaxAge()}. */
  public T setMetadataMaxAge(Duration metadataMaxAge) {
    this.metadataMaxAge = positive("metadataMaxAge", metadataMaxAge);
    return self();
  }

  /**
   * How many requests may wait for an answer of one broker at a time. Default 5; from 1 to 1000;
   * {@code max.in.flight.requests.per.connection}.
   */
  public int getMaxInFlightRequests() {
    return maxInFlightRequests;
  }

  /** See {@link #getMaxInFlightRequests()}. */
  public T setMaxInFlightRequests(int maxInFlightRequests) {
    this.maxInFlightRequests = inRange("maxInFlightRequests", maxInFlightRequests, 1, 1000);
    return self();
  }

  /**
   * The largest response to accept, in bytes; a longer one closes the connection before any memory
   * is taken for it. It must hold what a fetch asks for and one oversized batch. Default 100 MiB;
   * from 1 MiB.
   */
  public int getMaxFrameBytes() {
    return maxFrameBytes;
  }

  /** See {@link #getMaxFrameBytes()}. */
  public T setMaxFrameBytes(int maxFrameBytes) {
    this.maxFrameBytes = inRange("maxFrameBytes", maxFrameBytes, 1 << 20, LARGEST_FRAME);
    return self();
  }

  /**
   * How connections are protected. When it was not set, it follows from {@link
   * NetClientOptions#isSsl()} and {@link #getSaslMechanism()}; {@code security.protocol}.
   */
  public SecurityProtocol getSecurityProtocol() {
    return securityProtocol != null
        ? securityProtocol
        : SecurityProtocol.of(netClientOptions.isSsl() || !tls.isDefault(), saslMechanism != null);
  }

  /** See {@link #getSecurityProtocol()}; also switches TLS on or off in the net client options. */
  public T setSecurityProtocol(SecurityProtocol securityProtocol) {
    this.securityProtocol = Objects.requireNonNull(securityProtocol, "securityProtocol");
    return self();
  }

  /**
   * The SASL mechanism that authenticates the client, the name of a plug-in such as {@code PLAIN};
   * null, the default, for none; {@code sasl.mechanism}.
   */
  public String getSaslMechanism() {
    return saslMechanism;
  }

  /** See {@link #getSaslMechanism()}; forgets a factory. */
  public T setSaslMechanism(String saslMechanism) {
    this.saslMechanism = saslMechanism;
    saslMechanismFactory = null;
    return self();
  }

  /**
   * The SASL mechanism as an instance, for what text cannot say, such as {@code
   * PlainFactory.with(vault::credentials)}. Each client makes its own mechanism of it and {@link
   * #getSaslConfig()}; copies of the options share it. Default null: by name. Not in the JSON form.
   */
  public SaslMechanismFactory getSaslMechanismFactory() {
    return saslMechanismFactory;
  }

  /** See {@link #getSaslMechanismFactory()}; also sets {@link #getSaslMechanism()} to its name. */
  public T setSaslMechanismFactory(SaslMechanismFactory factory) {
    saslMechanism = Objects.requireNonNull(factory.name(), "the factory's name");
    saslMechanismFactory = factory;
    return self();
  }

  /**
   * What the SASL mechanism needs, for PLAIN {@code username} and {@code password}. Never shown:
   * not by {@link #toString()} and not by {@link #toJson()}.
   */
  public JsonObject getSaslConfig() {
    return saslConfig;
  }

  /** See {@link #getSaslConfig()}. */
  public T setSaslConfig(JsonObject saslConfig) {
    this.saslConfig = Objects.requireNonNull(saslConfig, "saslConfig");
    return self();
  }

  /**
   * TLS in words of Kafka: key stores, trust stores, revoked certificates, what is checked. Default
   * nothing but the checks; {@code ssl.*}.
   */
  public TlsOptions getTls() {
    return tls;
  }

  /** See {@link #getTls()}. */
  public T setTls(TlsOptions tls) {
    this.tls = Objects.requireNonNull(tls, "tls");
    return self();
  }

  /**
   * TLS, key stores, proxy, socket options, all that Vert.x offers for a TCP client. With TLS on, a
   * broker's certificate must match its host name, unless {@code hostnameVerificationAlgorithm} is
   * set to the empty string.
   */
  public NetClientOptions getNetClientOptions() {
    return netClientOptions;
  }

  /** See {@link #getNetClientOptions()}. */
  public T setNetClientOptions(NetClientOptions netClientOptions) {
    this.netClientOptions = Objects.requireNonNull(netClientOptions, "netClientOptions");
    return self();
  }

  /**
   * The release of the brokers. Only {@code 0.8.0}, {@code 0.8.1}, {@code 0.8.2} and {@code 0.9.0}
   * cannot tell what they support, so that it is taken for granted; any later one, such as {@code
   * 2.8}, says that brokers do tell and that nothing need be guessed. Null, the default, finds out,
   * which takes a connection set-up time-out with a 0.9 broker.
   */
  public String getApiVersion() {
    return apiVersion;
  }

  /** See {@link #getApiVersion()}. */
  public T setApiVersion(String apiVersion) {
    this.apiVersion = apiVersion;
    return self();
  }

  /**
   * Checks that the options go together. Clients call it before they start.
   *
   * @throws ConfigException when they do not
   */
  public void validate() {
    SecurityCheck.check(this, securityProtocol);
    if (apiVersion != null && !apiVersion.matches(RELEASE)) {
      throw new ConfigException(
          "apiVersion '" + apiVersion + "' is not a release such as 0.8.2, 0.9.0 or 2.8");
    }
    notLonger("retryBackoff", retryBackoff, "retryBackoffMax", retryBackoffMax);
    notLonger("reconnectBackoff", reconnectBackoff, "reconnectBackoffMax", reconnectBackoffMax);
    notLonger(
        "connectionSetupTimeout",
        connectionSetupTimeout,
        "connectionSetupTimeoutMax",
        connectionSetupTimeoutMax);
  }

  /**
   * All options as JSON, without secrets: {@code saslConfig}, passwords, keys and key stores are
   * left out. Use {@link #copy()} for a full copy.
   */
  public JsonObject toJson() {
    return table().writeJson(self());
  }

  /** All options, without secrets. */
  @Override
  public String toString() {
    return table().describe(self());
  }

  /**
   * Sets one option by its name: as in {@link #toJson()}, or the property of the Java client that
   * means the same. For tools that are told options as text.
   *
   * @param value as JSON or a property map holds it; durations in milliseconds
   * @throws ConfigException when there is no such option (the nearest is named) or the value is
   *     none for it
   */
  public final T set(String key, Object value) {
    table().read(self(), key, value);
    return self();
  }

  /** Sets what {@code json} holds; for constructors. */
  final T readJson(JsonObject json) {
    table().readJson(self(), json);
    return self();
  }

  /** Sets what a map with the Java client's property names holds; for {@code fromProperties}. */
  final T readProperties(Map<?, ?> properties) {
    table().readProperties(self(), properties);
    return self();
  }

  static Duration positive(String name, Duration value) {
    if (value.isZero()) {
      throw new ConfigException(name + " must be more than zero");
    }
    return nonNegative(name, value);
  }

  static Duration nonNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new ConfigException(name + " must not be negative, but is " + value);
    }
    if (value.compareTo(LONGEST) > 0) {
      throw new ConfigException(name + " must not be longer than " + LONGEST + ", but is " + value);
    }
    return value;
  }

  static int inRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ConfigException(
          name + " must be from " + least + " to " + most + ", but is " + value);
    }
    return value;
  }

  static void notLonger(String name, Duration value, String limitName, Duration limit) {
    if (value.compareTo(limit) > 0) {
      throw new ConfigException(
          name + " (" + value + ") is longer than " + limitName + " (" + limit + ")");
    }
  }
}
