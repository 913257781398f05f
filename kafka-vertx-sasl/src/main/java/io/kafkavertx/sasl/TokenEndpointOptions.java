package io.kafkavertx.sasl;

import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where and how tokens are fetched over HTTP. Immutable; each method gives a changed copy.
 *
 * <p>The endpoint must be {@code https} and its host must be on the list of allowed hosts, which is
 * empty at first: whoever can write the endpoint into a configuration cannot thereby make the
 * client send its secret anywhere, or read files (CVE-2025-27817). Redirects are not followed.
 */
public final class TokenEndpointOptions {
  private final URI endpoint;
  private Set<String> allowedHosts = Set.of();
  private boolean insecureHttp;
  private String scope = "";
  private TrustOptions trust;
  private Duration connectTimeout = Duration.ofSeconds(10);
  private Duration readTimeout = Duration.ofSeconds(10);
  private Duration retryBackoff = Duration.ofMillis(100);
  private Duration retryBackoffMax = Duration.ofSeconds(10);

  private TokenEndpointOptions(URI endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Options for an endpoint.
   *
   * @param endpoint the address of the token endpoint
   * @throws IllegalArgumentException when it is no URL with a host, or has user information or a
   *     fragment
   */
  public static TokenEndpointOptions of(String endpoint) {
    URI uri;
    try {
      uri = URI.create(Objects.requireNonNull(endpoint, "endpoint"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("tokenEndpoint is no URL");
    }
    boolean web = "https".equalsIgnoreCase(uri.getScheme()) || isHttp(uri);
    if (!web || uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException(
          "tokenEndpoint must be an https URL with a host, without user information and fragment");
    }
    return new TokenEndpointOptions(uri);
  }

  private static boolean isHttp(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme());
  }

  private TokenEndpointOptions copy() {
    TokenEndpointOptions copy = new TokenEndpointOptions(endpoint);
    copy.allowedHosts = allowedHosts;
    copy.insecureHttp = insecureHttp;
    copy.scope = scope;
    copy.trust = trust;
    copy.connectTimeout = connectTimeout;
    copy.readTimeout = readTimeout;
    copy.retryBackoff = retryBackoff;
    copy.retryBackoffMax = retryBackoffMax;
    return copy;
  }

  /** The hosts that may be asked for tokens. Default none: it must be set. */
  public TokenEndpointOptions allowedHosts(Set<String> hosts) {
    TokenEndpointOptions copy = copy();
    copy.allowedHosts =
        hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    return copy;
  }

  /** Allows {@code http}, where everybody on the way can read secret and token. Default false. */
  public TokenEndpointOptions allowInsecureHttp(boolean allow) {
    TokenEndpointOptions copy = copy();
    copy.insecureHttp = allow;
    return copy;
  }

  /** The scope to ask for; empty, the default, for none. */
  public TokenEndpointOptions scope(String value) {
    TokenEndpointOptions copy = copy();
    copy.scope = Objects.requireNonNull(value, "scope");
    return copy;
  }

  /** Whom to trust; null, the default, for the JDK's certificate authorities. */
  public TokenEndpointOptions trustOptions(TrustOptions options) {
    TokenEndpointOptions copy = copy();
    copy.trust = options == null ? null : options.copy();
    return copy;
  }

  /** How long connecting may take, TLS included. Default 10 s. */
  public TokenEndpointOptions connectTimeout(Duration timeout) {
    TokenEndpointOptions copy = copy();
    copy.connectTimeout = positive(timeout);
    return copy;
  }

  /** How long the endpoint may be silent. Default 10 s. */
  public TokenEndpointOptions readTimeout(Duration timeout) {
    TokenEndpointOptions copy = copy();
    copy.readTimeout = positive(timeout);
    return copy;
  }

  /**
   * How long to wait before the first repetition, doubled by each further one, and for how long to
   * repeat at all. Defaults 100 ms and 10 s, as the Java client's {@code sasl.login.retry.*}.
   */
  public TokenEndpointOptions retryBackoff(Duration first, Duration total) {
    TokenEndpointOptions copy = copy();
    copy.retryBackoff = positive(first);
    copy.retryBackoffMax = positive(total);
    return copy;
  }

  private static Duration positive(Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("a time-out must be more than zero and at most an hour");
    }
    return value;
  }

  /** Refuses what must not be asked. */
  void validate() {
    if (isHttp(endpoint) && !insecureHttp) {
      throw new IllegalArgumentException(
          "tokenEndpoint must be https; allowInsecureHttp would send the secret in the open");
    }
    if (!allowedHosts.contains(endpoint.getHost().toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "the host of tokenEndpoint, '"
              + Printable.of(endpoint.getHost(), 255)
              + "', is not one of allowedHosts "
              + allowedHosts);
    }
  }

  URI endpoint() {
    return endpoint;
  }

  boolean isSecure() {
    return !isHttp(endpoint);
  }

  String scope() {
    return scope;
  }

  TrustOptions trust() {
    return trust;
  }

  Duration connectTimeout() {
    return connectTimeout;
  }

  Duration readTimeout() {
    return readTimeout;
  }

  Duration retryBackoff() {
    return retryBackoff;
  }

  Duration retryBackoffMax() {
    return retryBackoffMax;
  }

  /** The host alone: a query may hold what nobody should see. */
  @Override
  public String toString() {
    return "token endpoint at " + endpoint.getHost();
  }
}
