package io.kafkavertx.tests.security;

import static io.kafkavertx.tests.support.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.TlsOptions;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.kafkavertx.testkit.broker.TestAuthority;
import io.kafkavertx.testkit.broker.TestCertificates;
import io.kafkavertx.tests.security.external.CertificatePrincipals;
import io.kafkavertx.tests.security.external.ExternalLogin;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client is who its certificate is for: on a broker whose topics each have one principal that may
 * write to them.
 */
@Tag("slow")
class CertificatePrincipalTest {
  /** What is written to, and who may: the certificate's name, as each listener makes of it. */
  private static final Map<String, String> WRITERS =
      Map.of(
          "whole", "User:CN=alice", "mapped", "User:alice", "by", "User:by-certificate:CN=alice");

  @TempDir static Path directory;
  private static TestAuthority authority;
  private static TestCertificates alice;
  private static TestCertificates bob;
  private static KafkaBroker broker;
  private static Vertx vertx;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    authority = TestAuthority.create(directory, "ca");
    alice = authority.certificate("alice").sign();
    bob = authority.certificate("bob").sign();
    TestCertificates own =
        authority.certificate("own").names("localhost").addresses("127.0.0.1").sign();
    Path classes =
        Path.of(ExternalLogin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .classPath(List.of(classes))
                .property(
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .property("super.users", "User:ANONYMOUS")
                .listener(certified(Listener.ssl("WHOLE", own)))
                .listener(
                    certified(Listener.ssl("MAPPED", own))
                        .property("ssl.principal.mapping.rules", "RULE:^CN=(.*)$/$1/"))
                .listener(
                    certified(Listener.saslSsl("BY", own))
                        .property("sasl.enabled.mechanisms", "EXTERNAL")
                        .property(
                            "external.sasl.jaas.config",
                            ExternalLogin.class.getName() + " required;")
                        .property(
                            "principal.builder.class", CertificatePrincipals.class.getName())));
    permit();
  }

  private static Listener certified(Listener listener) {
    return listener
        .property("ssl.client.auth", "required")
        .property("ssl.truststore.type", "PEM")
        .property("ssl.truststore.location", authority.certificatePem().toString());
  }

  private static void permit() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      List<AclBinding> rules = new ArrayList<>();
      WRITERS.forEach(
          (topic, principal) -> {
            broker.createTopic(topic, 1);
            rules.add(
                new AclBinding(
                    new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                    new AccessControlEntry(
                        principal, "*", AclOperation.WRITE, AclPermissionType.ALLOW)));
          });
      admin.createAcls(rules).all().get(60, TimeUnit.SECONDS);
      // The broker learns of them a moment after its controller.
      eventually(
          () ->
              assertThat(
                      admin.describeAcls(AclBindingFilter.ANY).values().get(60, TimeUnit.SECONDS))
                  .hasSameSizeAs(rules));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
    Login.await(vertx.close());
  }

  private static ProducerOptions options(String listener, TestCertificates certificate) {
    return new ProducerOptions()
        .setBootstrapServers(broker.bootstrapServers(listener))
        .setDeliveryTimeout(Duration.ofSeconds(40))
        .setSecurityProtocol(SecurityProtocol.SSL)
        .setTls(
            new TlsOptions()
                .setTrustStorePath(authority.certificatePem().toString())
                .setKeyStorePath(certificate.pkcs12().toString())
                .setKeyStorePassword(TestCertificates.PASSWORD));
  }

  private static ProducerOptions external(TestCertificates certificate, JsonObject config) {
    return options("BY", certificate)
        .setSecurityProtocol(SecurityProtocol.SASL_SSL)
        .setSaslMechanism("EXTERNAL")
        .setSaslConfig(config);
  }

  /** Null when the record is there, else why not. */
  private static Throwable write(ProducerOptions options, String topic) throws Exception {
    KafkaProducer<String, String> producer =
        KafkaProducer.create(vertx, options, Serializer.string(), Serializer.string());
    return Login.await(
        producer
            .send(ProducerRecord.of(topic, "k", "v"))
            .<Throwable>map(written -> null)
            .otherwise(failure -> failure)
            .eventually(() -> producer.close()));
  }

  private static void denied(Throwable failure) {
    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).contains("TOPIC_AUTHORIZATION_FAILED");
  }

  @Test
  void thePrincipalIsTheNameInTheCertificate() throws Exception {
    assertThat(write(options("WHOLE", alice), "whole")).isNull();
    denied(write(options("WHOLE", bob), "whole"));
    denied(write(options("WHOLE", alice), "mapped"));
  }

  @Test
  void theBrokersRulesMakeThePrincipalOfIt() throws Exception {
    assertThat(write(options("MAPPED", alice), "mapped")).isNull();
    denied(write(options("MAPPED", bob), "mapped"));
    denied(write(options("MAPPED", alice), "whole"));
  }

  @Test
  void externalLeavesItToTheCertificateToo() throws Exception {
    assertThat(write(external(alice, new JsonObject()), "by")).isNull();
    denied(write(external(bob, new JsonObject()), "by"));
    assertThat(write(external(alice, new JsonObject().put("authorizationId", "mallory")), "by"))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("authentication with EXTERNAL failed");
  }
}
