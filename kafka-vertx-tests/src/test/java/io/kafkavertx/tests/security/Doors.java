package io.kafkavertx.tests.security;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.kafkavertx.testkit.broker.TestAuthority;
import io.kafkavertx.testkit.broker.TestCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A broker with a listener for each thing that can be wrong between it and a client. */
final class Doors {
  static final String SECRET = "CANARY-door-91c";

  private static final String OAUTH =
      "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
          + " unsecuredLoginStringClaim_sub=\"broker\";";

  final TestAuthority authority;
  final TestAuthority stranger;
  final Path directory;

  /** What a client has: a good one, a revoked one, an expired one, one of an unknown authority. */
  final TestCertificates alice;

  final TestCertificates revokedAlice;
  final TestCertificates expiredAlice;
  final TestCertificates strangeAlice;

  /** Says that the broker of the listener REVOKED is revoked. */
  final Path revocations;

  /** Says the same, but another list was due an hour ago. */
  final Path oldRevocations;

  /** Says nothing, in the name of the authority but with another key. */
  final Path forgedRevocations;

  final KafkaBroker broker;

  Doors(Path directory, Vertx vertx) throws Exception {
    this.directory = directory;
    authority = TestAuthority.create(directory, "ca");
    stranger = TestAuthority.create(directory, "stranger");
    HttpServer lists =
        Login.await(
            vertx
                .createHttpServer()
                .requestHandler(request -> request.response().sendFile(directory + "/clients.crl"))
                .listen(0, "127.0.0.1"));
    String url = "http://127.0.0.1:" + lists.actualPort() + "/clients.crl";
    alice = authority.certificate("alice").revocationList(url).sign();
    revokedAlice = authority.certificate("revoked-alice").revocationList(url).sign();
    expiredAlice = past(authority.certificate("expired-alice").revocationList(url));
    strangeAlice = stranger.certificate("strange-alice").revocationList(url).sign();
    authority.revocationList("clients.crl", revokedAlice);
    TestCertificates revokedBroker = local(authority, "revoked-broker").sign();
    revocations = authority.revocationList("brokers.crl", revokedBroker);
    oldRevocations =
        authority.revocationList("old.crl", Instant.now().minusSeconds(3600), revokedBroker);
    forgedRevocations =
        TestAuthority.create(directory.resolve("impostor"), "ca").revocationList("forged.crl");
    broker = KafkaBroker.start(options(revokedBroker));
  }

  private static TestAuthority.Request local(TestAuthority signer, String name) {
    return signer.certificate(name).names("localhost").addresses("127.0.0.1");
  }

  private static TestCertificates past(TestAuthority.Request request) {
    Instant now = Instant.now();
    return request.valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(2))).sign();
  }

  private static TestCertificates future(TestAuthority.Request request) {
    Instant now = Instant.now();
    return request.valid(now.plus(Duration.ofDays(2)), now.plus(Duration.ofDays(9))).sign();
  }

  private BrokerOptions options(TestCertificates revokedBroker) throws IOException {
    TestCertificates good = local(authority, "good").sign();
    BrokerOptions options =
        BrokerOptions.version("4.4.0")
            .jvmFlags(flags())
            .listener(Listener.ssl("TLS", good))
            .listener(
                Listener.ssl(
                    "ADDRESSONLY", authority.certificate("a").addresses("127.0.0.1").sign()))
            .listener(
                Listener.ssl(
                    "OTHERNAME",
                    authority
                        .certificate("127.0.0.1")
                        .names("other.example")
                        .addresses("127.9.9.9")
                        .sign()))
            .listener(Listener.ssl("SELF", TestCertificates.selfSigned(directory, "self")))
            .listener(Listener.ssl("STRANGER", local(stranger, "strange").sign()))
            .listener(Listener.ssl("EXPIRED", past(local(authority, "expired"))))
            .listener(Listener.ssl("FUTURE", future(local(authority, "future"))))
            .listener(Listener.ssl("REVOKED", revokedBroker))
            .listener(
                Listener.ssl("MTLS", good)
                    .property("ssl.truststore.type", "PEM")
                    .property("ssl.truststore.location", authority.certificatePem().toString())
                    .property("ssl.client.auth", "required"))
            .listener(
                Listener.ssl("OLD", good)
                    .property("ssl.enabled.protocols", "TLSv1.1")
                    .property("ssl.protocol", "TLSv1.1"))
            .listener(
                Listener.ssl("CIPHER", good)
                    .property("ssl.cipher.suites", "TLS_AES_256_GCM_SHA384"));
    return options
        .listener(sasl(Listener.saslPlaintext("LOGIN")))
        .listener(Listener.saslPlaintext("PLAINONLY").plainUser("alice", SECRET))
        .listener(sasl(Listener.saslSsl("SAFE", good)));
  }

  private static Listener sasl(Listener listener) {
    return listener
        .plainUser("alice", SECRET)
        .scramUser("SCRAM-SHA-256", "alice", SECRET)
        .scramUser("SCRAM-SHA-512", "alice", SECRET)
        .property("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER")
        .property("oauthbearer.sasl.jaas.config", OAUTH);
  }

  /** The JVM checks clients' certificates for revocation, and lets TLS 1.1 pass. */
  private List<String> flags() throws IOException {
    Path security = directory.resolve("old.security");
    Files.writeString(security, "jdk.tls.disabledAlgorithms=SSLv3\n");
    List<String> flags = new ArrayList<>(BrokerOptions.SMALL_JVM);
    flags.add("-Djava.security.properties=" + security);
    flags.add("-Dcom.sun.net.ssl.checkRevocation=true");
    flags.add("-Dcom.sun.security.enableCRLDP=true");
    return flags;
  }

  /** A store of the JDK's old kind, with what is in one of the new kind. */
  Path jks(String name, Path pkcs12, boolean withKeys) throws Exception {
    char[] password = TestCertificates.PASSWORD.toCharArray();
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, password);
    if (withKeys) {
      KeyStore from = KeyStore.getInstance(pkcs12.toFile(), password);
      String alias = from.aliases().nextElement();
      store.setKeyEntry(
          "own", from.getKey(alias, password), password, from.getCertificateChain(alias));
    } else {
      try (InputStream pem = Files.newInputStream(authority.certificatePem())) {
        store.setCertificateEntry(
            "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      }
    }
    Path file = directory.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
    return file;
  }

  static Buffer content(Path file) throws IOException {
    return Buffer.buffer(Files.readAllBytes(file));
  }
}
