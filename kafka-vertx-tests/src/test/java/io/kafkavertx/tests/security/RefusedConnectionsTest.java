package io.kafkavertx.tests.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.TlsOptions;
import io.kafkavertx.sasl.OAuthBearerFactory;
import io.kafkavertx.sasl.OAuthToken;
import io.kafkavertx.testkit.broker.TestCertificates;
import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.JksOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What must not connect to a real broker does not, and the error says why; what differs from it by
 * one thing only does connect.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedConnectionsTest {
  private static final String SECRET = Doors.SECRET;

  /** What is not refused outright is tried again until then. */
  private static final int SECONDS = 10;

  /** Each has a connection and a thread of the broker. */
  private static final int AT_A_TIME = 20;

  @TempDir static Path directory;
  private Vertx vertx;
  private Doors doors;
  private TestProxy openProxy;
  private TestProxy loginProxy;
  private TestProxy closedProxy;
  private final Map<String, Case> cases = new LinkedHashMap<>();
  private final Map<String, Future<Throwable>> outcomes = new ConcurrentHashMap<>();

  /**
   * @param name what is wrong, or that it is right
   * @param words what the error must say; empty when there must be none
   */
  private record Case(String name, KafkaClientOptions options, List<String> words) {}

  @BeforeAll
  void start() throws Exception {
    vertx = Vertx.vertx();
    doors = new Doors(directory, vertx);
    openProxy = TestProxy.start(vertx, null, false);
    loginProxy = TestProxy.start(vertx, SECRET, false);
    closedProxy = TestProxy.start(vertx, null, true);
    logins();
    brokersCertificates();
    clientsCertificates();
    wrongPorts();
    wrongFiles();
    proxies();
    Queue<Case> waiting = new ConcurrentLinkedQueue<>(cases.values());
    List<Future<Void>> lanes = new ArrayList<>();
    for (int lane = 0; lane < AT_A_TIME; lane++) {
      lanes.add(attempt(waiting));
    }
    Login.await(Future.join(lanes));
  }

  /** One after the other; while some of them go on until the deadline others have their turn. */
  private Future<Void> attempt(Queue<Case> waiting) {
    Case one = waiting.poll();
    if (one == null) {
      return Future.succeededFuture();
    }
    Future<Throwable> outcome = Login.attempt(vertx, one.options(), SECONDS);
    outcomes.put(one.name(), outcome);
    return outcome.transform(ended -> attempt(waiting));
  }

  @AfterAll
  void stop() throws Exception {
    doors.broker.close();
    Login.await(vertx.close());
  }

  private void good(String name, KafkaClientOptions options) {
    cases.put(name, new Case(name, options, List.of()));
  }

  private void bad(String name, KafkaClientOptions options, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(options.getBootstrapServers().get(0));
    cases.put(name, new Case(name, options, all));
  }

  private KafkaClientOptions at(String listener, SecurityProtocol how) {
    return Login.options(doors.broker, listener, how);
  }

  private TlsOptions trusting() {
    return new TlsOptions().setTrustStorePath(doors.authority.certificatePem().toString());
  }

  private KafkaClientOptions tls(String listener) {
    return at(listener, SecurityProtocol.SSL).setTls(trusting());
  }

  private KafkaClientOptions login(String mechanism, String password) {
    return at("LOGIN", SecurityProtocol.SASL_PLAINTEXT)
        .setSaslMechanism(mechanism)
        .setSaslConfig(new JsonObject().put("username", "alice").put("password", password));
  }

  private KafkaClientOptions token(Instant expires) {
    String claims =
        new JsonObject()
            .put("sub", "alice")
            .put("iat", expires.getEpochSecond() - 1000)
            .put("exp", expires.getEpochSecond())
            .encode();
    String token = base64("{\"alg\":\"none\"}") + "." + base64(claims) + ".";
    OAuthToken held = OAuthToken.of(token, Instant.now().plusSeconds(3000));
    return at("LOGIN", SecurityProtocol.SASL_PLAINTEXT)
        .setSaslMechanismFactory(OAuthBearerFactory.with(() -> Future.succeededFuture(held)));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void logins() {
    for (String mechanism : List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")) {
      good(mechanism, login(mechanism, SECRET));
      bad(
          mechanism + ", wrong password",
          login(mechanism, SECRET + "x"),
          "authentication with " + mechanism + " failed");
      bad(
          mechanism + ", nobody's name",
          login(mechanism, SECRET)
              .setSaslConfig(new JsonObject().put("username", "mallory").put("password", SECRET)),
          "authentication with " + mechanism + " failed");
    }
    good("OAUTHBEARER", token(Instant.now().plusSeconds(600)));
    bad(
        "OAUTHBEARER, expired token",
        token(Instant.now().minusSeconds(600)),
        "authentication with OAUTHBEARER failed");
    bad(
        "mechanism not enabled",
        login("SCRAM-SHA-256", SECRET)
            .setBootstrapServers(doors.broker.bootstrapServers("PLAINONLY")),
        "does not offer SCRAM-SHA-256",
        "PLAIN");
    good(
        "PLAIN over TLS",
        login("PLAIN", SECRET)
            .setSecurityProtocol(SecurityProtocol.SASL_SSL)
            .setBootstrapServers(doors.broker.bootstrapServers("SAFE"))
            .setTls(trusting()));
    bad(
        "PLAIN over TLS, wrong password",
        login("PLAIN", SECRET + "x")
            .setSecurityProtocol(SecurityProtocol.SASL_SSL)
            .setBootstrapServers(doors.broker.bootstrapServers("SAFE"))
            .setTls(trusting()),
        "Invalid username or password");
  }

  private void brokersCertificates() {
    good("TLS", tls("TLS"));
    good("certificate for the address", tls("ADDRESSONLY"));
    bad("certificate for another name", tls("OTHERNAME"), "another name", "advertised.listeners");
    KafkaClientOptions careless = tls("OTHERNAME");
    careless.getTls().setHostnameVerification(false);
    good("another name, verification off", careless);
    bad("self-signed certificate", tls("SELF"), "nobody whom the client trusts", "tls.trustStore");
    bad("unknown authority", tls("STRANGER"), "nobody whom the client trusts", "tls.trustStore");
    bad(
        "no trust store",
        at("TLS", SecurityProtocol.SSL),
        "nobody whom the client trusts",
        "tls.trustStorePath");
    bad("expired certificate", tls("EXPIRED"), "has expired");
    bad("certificate of the future", tls("FUTURE"), "is not valid yet");
    good("revoked, but the client has no list", tls("REVOKED"));
    KafkaClientOptions checking = tls("REVOKED");
    checking.getTls().setCrlPaths(List.of(doors.revocations.toString()));
    bad("revoked certificate", checking, "is revoked", "tls.crlPaths");
    KafkaClientOptions checkingAnother = tls("OTHERNAME");
    checkingAnother.getTls().setCrlPaths(List.of(doors.revocations.toString()));
    bad("another name with a revocation list", checkingAnother, "another name");
    KafkaClientOptions checkingGood = tls("TLS");
    checkingGood.getTls().setCrlPaths(List.of(doors.revocations.toString()));
    good("a revocation list that does not hit", checkingGood);
    KafkaClientOptions checkingLate = tls("TLS");
    checkingLate.getTls().setCrlPaths(List.of(doors.oldRevocations.toString()));
    good("a revocation list that is out of date", checkingLate);
    KafkaClientOptions revokedLate = tls("REVOKED");
    revokedLate.getTls().setCrlPaths(List.of(doors.oldRevocations.toString()));
    bad("revoked by a list that is out of date", revokedLate, "is revoked", "tls.crlPaths");
    KafkaClientOptions checkingForged = tls("TLS");
    checkingForged.getTls().setCrlPaths(List.of(doors.forgedRevocations.toString()));
    bad("a revocation list with a wrong signature", checkingForged, "tls.crlPaths", "signature");
    if (OpenSsl.isAvailable()) {
      byOpenSsl();
    }
    bad("TLS 1.1 only", tls("OLD"), "tls.protocols");
    KafkaClientOptions otherCipher = tls("CIPHER");
    otherCipher.getTls().setCipherSuites(List.of("TLS_AES_128_GCM_SHA256"));
    bad("no common cipher suite", otherCipher, "tls.cipherSuites");
    KafkaClientOptions sameCipher = tls("CIPHER");
    sameCipher.getTls().setCipherSuites(List.of("TLS_AES_256_GCM_SHA384"));
    good("a common cipher suite", sameCipher);
    KafkaClientOptions modern = tls("TLS");
    modern.getTls().setProtocols(List.of("TLSv1.3"));
    good("TLS 1.3 only", modern);
  }

  private void byOpenSsl() {
    for (String listener : List.of("TLS", "OTHERNAME", "STRANGER", "EXPIRED", "REVOKED")) {
      KafkaClientOptions openSsl = tls(listener);
      openSsl.getTls().setEngine(TlsOptions.Engine.OPENSSL);
      openSsl.getTls().setCrlPaths(List.of(doors.revocations.toString()));
      switch (listener) {
        case "TLS" -> good("TLS by OpenSSL", openSsl);
        case "OTHERNAME" -> bad("another name by OpenSSL", openSsl, "another name");
        case "STRANGER" -> bad("unknown authority by OpenSSL", openSsl, "nobody whom the client");
        case "EXPIRED" -> bad("expired certificate by OpenSSL", openSsl, "has expired");
        default -> bad("revoked certificate by OpenSSL", openSsl, "is revoked");
      }
    }
  }

  private KafkaClientOptions mtls(TestCertificates certificates) {
    KafkaClientOptions options = tls("MTLS");
    options
        .getTls()
        .setKeyStorePath(certificates.pkcs12().toString())
        .setKeyStorePassword(TestCertificates.PASSWORD);
    return options;
  }

  private void clientsCertificates() throws Exception {
    good("client certificate", mtls(doors.alice));
    KafkaClientOptions pem = tls("MTLS");
    pem.getTls().setKeyStorePath(doors.alice.keyPem().toString());
    good("client certificate in PEM", pem);
    KafkaClientOptions jks = mtls(doors.alice);
    jks.getTls()
        .setTrustStorePath(doors.jks("trust.jks", null, false).toString())
        .setTrustStorePassword(TestCertificates.PASSWORD)
        .setKeyStorePath(doors.jks("keys.jks", doors.alice.pkcs12(), true).toString());
    good("client certificate and trust in JKS files", jks);
    KafkaClientOptions jksPassword = mtls(doors.alice);
    jksPassword
        .getTls()
        .setKeyStorePath(doors.jks("other.jks", doors.alice.pkcs12(), true).toString())
        .setKeyStorePassword(SECRET);
    bad("wrong password of a JKS file", jksPassword, "tls.keyStore", "password");
    bad("no client certificate", tls("MTLS"), "tls.keyStorePath");
    bad("client certificate expired", mtls(doors.expiredAlice), "tls.keyStorePath");
    bad("client certificate revoked", mtls(doors.revokedAlice), "tls.keyStorePath");
    bad("client certificate of a stranger", mtls(doors.strangeAlice), "tls.keyStorePath");
  }

  private void wrongPorts() {
    bad(
        "plain text to a TLS port",
        at("TLS", SecurityProtocol.PLAINTEXT),
        "TLS",
        "securityProtocol");
    bad("TLS to a plain-text port", tls("PLAINTEXT"), "securityProtocol", "PLAINTEXT");
    bad(
        "SASL to a plain-text port",
        login("PLAIN", SECRET).setBootstrapServers(doors.broker.bootstrapServers("PLAINTEXT")),
        "takes no SASL",
        "securityProtocol");
    bad(
        "no SASL to a SASL port",
        at("LOGIN", SecurityProtocol.PLAINTEXT),
        "is SASL expected there",
        "securityProtocol");
    bad(
        "SASL in plain text to a SASL_SSL port",
        login("PLAIN", SECRET).setBootstrapServers(doors.broker.bootstrapServers("SAFE")),
        "TLS",
        "securityProtocol");
  }

  private void wrongFiles() throws Exception {
    KafkaClientOptions wrongPassword = at("TLS", SecurityProtocol.SSL);
    wrongPassword
        .getTls()
        .setTrustStorePath(doors.alice.pkcs12().toString())
        .setTrustStorePassword(SECRET);
    bad("wrong trust-store password", wrongPassword, "tls.trustStore", "password");
    KafkaClientOptions wrongKeyPassword = mtls(doors.alice);
    wrongKeyPassword.getTls().setKeyStorePassword(SECRET);
    bad("wrong key-store password", wrongKeyPassword, "tls.keyStore", "password");
    KafkaClientOptions missing = at("TLS", SecurityProtocol.SSL);
    missing.getTls().setTrustStorePath(directory.resolve("nowhere.pem").toString());
    bad("missing file", missing, "tls.trustStorePath", "nowhere.pem");
    KafkaClientOptions otherKey = tls("MTLS");
    otherKey
        .getTls()
        .setKeyStorePath(doors.alice.certificatePem().toString())
        .setPrivateKeyPath(doors.revokedAlice.keyPem().toString());
    bad("key of another certificate", otherKey, "does not belong to the certificate");
    KafkaClientOptions garbage = at("TLS", SecurityProtocol.SSL);
    garbage.getTls().setTrustStoreValue(io.vertx.core.buffer.Buffer.buffer(SECRET));
    bad("trust store of garbage", garbage, "tls.trustStore");
    KafkaClientOptions noList = tls("TLS");
    noList.getTls().setCrlPaths(List.of(doors.alice.pkcs12().toString()));
    bad("revocation list of garbage", noList, "tls.crlPaths");
    KafkaClientOptions theirs = at("TLS", SecurityProtocol.SSL);
    theirs
        .getNetClientOptions()
        .setTrustOptions(
            new JksOptions().setPath(doors.alice.pkcs12().toString()).setPassword(SECRET));
    bad("wrong password in Vert.x's options", theirs, "netClientOptions.trustOptions", "password");
  }

  private KafkaClientOptions through(TestProxy proxy, ProxyType type, String password) {
    KafkaClientOptions options = tls("TLS");
    ProxyOptions proxyOptions =
        new ProxyOptions().setHost("127.0.0.1").setPort(proxy.port()).setType(type);
    if (password != null) {
      proxyOptions.setUsername(TestProxy.USER).setPassword(password);
    }
    options.getNetClientOptions().setProxyOptions(proxyOptions);
    return options;
  }

  private void proxies() {
    for (ProxyType type : List.of(ProxyType.HTTP, ProxyType.SOCKS5)) {
      good(type + " proxy", through(openProxy, type, null));
      good(type + " proxy with a login", through(loginProxy, type, SECRET));
      bad(type + " proxy, no login", through(loginProxy, type, null), "proxyOptions");
      bad(
          type + " proxy, wrong password",
          through(loginProxy, type, SECRET + "x"),
          "proxyOptions",
          "user name and password");
      bad(
          type + " proxy that refuses",
          through(closedProxy, type, null),
          "proxyOptions",
          "does not let the connection through");
    }
  }

  Stream<String> names() {
    return cases.keySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void onlyWhatIsRightConnects(String name) {
    Case one = cases.get(name);
    Throwable failure = outcomes.get(name).result();
    if (one.words().isEmpty()) {
      assertThat(failure).isNull();
      return;
    }
    assertThat(failure).as("it must not connect").isNotNull();
    assertThat(failure.getMessage()).contains(one.words());
    StringWriter all = new StringWriter();
    failure.printStackTrace(new PrintWriter(all));
    assertThat(all.toString()).doesNotContain(SECRET);
    assertThat(one.options() + one.options().toJson().encode()).doesNotContain(SECRET);
  }

  @Test
  void thereAreAtLeastThirtyWaysToBeRefused() {
    assertThat(cases.values().stream().filter(one -> !one.words().isEmpty()).count())
        .isGreaterThanOrEqualTo(30);
  }

  @Test
  void whatCannotGetRightByItselfIsToldAtOnce() {
    for (String name :
        List.of(
            "wrong trust-store password",
            "missing file",
            "PLAIN, wrong password",
            "certificate for another name",
            "self-signed certificate",
            "unknown authority",
            "no trust store",
            "expired certificate",
            "certificate of the future",
            "revoked certificate",
            "revoked by a list that is out of date",
            "a revocation list with a wrong signature",
            "TLS 1.1 only",
            "no common cipher suite",
            "no client certificate",
            "client certificate expired",
            "client certificate revoked",
            "client certificate of a stranger")) {
      assertThat(outcomes.get(name).result()).as(name).isInstanceOf(AuthenticationException.class);
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void theOpenSslEngineRefusesWhatTheJdkRefuses() {
    assertThat(outcomes.get("TLS by OpenSSL").result()).isNull();
    for (String name :
        List.of(
            "another name", "unknown authority", "expired certificate", "revoked certificate")) {
      assertThat(outcomes.get(name + " by OpenSSL").result())
          .as(name)
          .isInstanceOf(AuthenticationException.class);
    }
  }

  @Test
  void whatMayBeABrokerThatStartsIsTriedAgain() {
    for (String name : List.of("TLS to a plain-text port", "plain text to a TLS port")) {
      assertThat(outcomes.get(name).result())
          .as(name)
          .isNotInstanceOf(AuthenticationException.class);
    }
  }

  @Test
  void proxiesWereUsed() {
    assertThat(openProxy.tunnels.get()).isPositive();
    assertThat(loginProxy.tunnels.get()).isPositive();
    assertThat(closedProxy.tunnels.get()).isZero();
  }
}
