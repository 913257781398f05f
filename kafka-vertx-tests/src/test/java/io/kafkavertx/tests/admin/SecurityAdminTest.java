package io.kafkavertx.tests.admin;

import static io.kafkavertx.tests.support.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.admin.AclBinding;
import io.kafkavertx.admin.AclFilter;
import io.kafkavertx.admin.AclOperation;
import io.kafkavertx.admin.AclResourceType;
import io.kafkavertx.admin.AlterQuotasOptions;
import io.kafkavertx.admin.CreateDelegationTokenOptions;
import io.kafkavertx.admin.DelegationToken;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.KafkaPrincipal;
import io.kafkavertx.admin.QuotaEntity;
import io.kafkavertx.admin.QuotaFilter;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.ScramChange;
import io.kafkavertx.admin.ScramCredential;
import io.kafkavertx.admin.ScramMechanism;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rights, quotas, passwords and tokens on a real broker, beside the Java client's view. */
@Tag("slow")
final class SecurityAdminTest {
  private static final String SECRET = "CANARY-admin-17";
  private static KafkaBroker broker;

  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();

  private Admin java;
  private KafkaAdmin admin;

  @BeforeAll
  static void start() {
    broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .property(
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .property("super.users", "User:ANONYMOUS;User:root")
                .property("delegation.token.secret.key", "0123456789abcdef")
                .listener(
                    Listener.saslPlaintext("LOGIN")
                        .scramUser("SCRAM-SHA-256", "root", SECRET)
                        .scramUser("SCRAM-SHA-256", "alice", SECRET)));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void open() {
    java = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    admin =
        KafkaAdmin.create(
            guarded.vertx(),
            new KafkaAdminOptions().setBootstrapServers(broker.bootstrapServers()));
  }

  /** Before the guard counts sockets. */
  @AfterEach
  void close() {
    java.close();
  }

  private KafkaAdmin loggedIn(String user, String password, boolean token) {
    JsonObject config = new JsonObject().put("username", user).put("password", password);
    return KafkaAdmin.create(
        guarded.vertx(),
        new KafkaAdminOptions()
            .setBootstrapServers(broker.bootstrapServers("LOGIN"))
            .setSecurityProtocol(SecurityProtocol.SASL_PLAINTEXT)
            .setSaslMechanism("SCRAM-SHA-256")
            .setSaslConfig(token ? config.put("tokenAuth", true) : config));
  }

  private static <T> T get(io.vertx.core.Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private static <T> T get(KafkaFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private static ErrorCode code(Throwable failure) {
    return ((BrokerErrorException) failure).code();
  }

  private Set<String> javaAcls() throws Exception {
    return get(java.describeAcls(AclBindingFilter.ANY).values()).stream()
        .map(
            acl ->
                String.join(
                    "|",
                    acl.pattern().resourceType().name(),
                    acl.pattern().name(),
                    acl.pattern().patternType().name(),
                    acl.entry().principal(),
                    acl.entry().host(),
                    acl.entry().operation().name(),
                    acl.entry().permissionType().name()))
        .collect(Collectors.toSet());
  }

  private static Set<String> texts(Collection<AclBinding> acls) {
    return acls.stream()
        .map(
            acl ->
                String.join(
                    "|",
                    acl.resourceType().name(),
                    acl.resourceName(),
                    acl.patternType().name(),
                    acl.principal(),
                    acl.host(),
                    acl.operation().name(),
                    acl.permission().name()))
        .collect(Collectors.toSet());
  }

  @Test
  void aclsAreThoseThatTheJavaClientSees() throws Exception {
    AclBinding read =
        AclBinding.allow("User:bob", AclOperation.READ, AclResourceType.TOPIC, "orders");
    AclBinding group =
        AclBinding.allow("User:bob", AclOperation.READ, AclResourceType.GROUP, "o").prefixed();
    AclBinding denied =
        AclBinding.deny("User:eve", AclOperation.ALL, AclResourceType.TOPIC, "*").host("10.0.0.9");
    AclBinding bad = AclBinding.allow("bob", AclOperation.READ, AclResourceType.TOPIC, "x");
    Results<AclBinding, Void> created = get(admin.createAcls(List.of(read, bad, group, denied)));
    assertThat(created.values()).containsOnlyKeys(read, group, denied);
    assertThat(created.failures()).containsOnlyKeys(bad);
    eventually(() -> assertThat(javaAcls()).hasSize(3));
    assertThat(texts(get(admin.describeAcls(AclFilter.any())))).isEqualTo(javaAcls());
    assertThat(get(admin.describeAcls(AclFilter.any().principal("User:bob"))))
        .containsExactlyInAnyOrder(read, group);

    AclFilter bobs = AclFilter.any().principal("User:bob");
    AclFilter nobodys = AclFilter.any().principal("User:nobody");
    Results<AclFilter, Results<AclBinding, Void>> deleted =
        get(admin.deleteAcls(List.of(bobs, nobodys)));
    assertThat(deleted.get(bobs).values()).containsOnlyKeys(read, group);
    assertThat(deleted.get(nobodys).keys()).isEmpty();
    get(admin.deleteAcls(List.of(AclFilter.of(denied))).compose(Results::all));
    eventually(() -> assertThat(javaAcls()).isEmpty());
  }

  @Test
  void quotasAreThoseThatTheJavaClientSees() throws Exception {
    QuotaEntity bob = QuotaEntity.userAndClientId("bob", "app");
    QuotaEntity everybody = QuotaEntity.user(null);
    QuotaEntity bad = QuotaEntity.clientId("broken");
    Map<QuotaEntity, Map<String, Double>> changes = new LinkedHashMap<>();
    changes.put(bob, Map.of("producer_byte_rate", 1000.0));
    changes.put(everybody, Map.of("consumer_byte_rate", 77.0));
    changes.put(bad, Map.of("no_such_quota", 1.0));
    Results<QuotaEntity, Void> altered = get(admin.alterClientQuotas(changes));
    assertThat(altered.failures()).containsOnlyKeys(bad);
    assertThat(code(altered.failures().get(bad))).isEqualTo(ErrorCode.INVALID_REQUEST);

    eventually(
        () ->
            assertThat(get(admin.describeClientQuotas(QuotaFilter.all())))
                .containsOnlyKeys(bob, everybody));
    Map<QuotaEntity, Map<String, Double>> ours = get(admin.describeClientQuotas(QuotaFilter.all()));
    Map<ClientQuotaEntity, Map<String, Double>> theirs =
        get(java.describeClientQuotas(ClientQuotaFilter.all()).entities());
    Map<Map<String, String>, Map<String, Double>> same = new HashMap<>();
    theirs.forEach((entity, values) -> same.put(entity.entries(), values));
    Map<Map<String, String>, Map<String, Double>> mine = new HashMap<>();
    ours.forEach((entity, values) -> mine.put(entity.parts(), values));
    assertThat(mine).isEqualTo(same).hasSize(2);
    assertThat(
            get(
                admin.describeClientQuotas(
                    QuotaFilter.only(QuotaFilter.Component.defaultOf("user")))))
        .containsOnlyKeys(everybody);

    Map<String, Double> none = new HashMap<>();
    none.put("producer_byte_rate", null);
    get(
        admin
            .alterClientQuotas(Map.of(bob, none), AlterQuotasOptions.defaults().validateOnly(true))
            .compose(Results::all));
    assertThat(get(admin.describeClientQuotas(QuotaFilter.all()))).containsKey(bob);
    get(admin.alterClientQuotas(Map.of(bob, none)).compose(Results::all));
    eventually(
        () ->
            assertThat(get(admin.describeClientQuotas(QuotaFilter.all()))).doesNotContainKey(bob));
  }

  @Test
  void aPasswordThatWasSetOpensTheDoor() throws Exception {
    ScramChange set = ScramChange.set("carol", ScramMechanism.SHA_256, SECRET, 4096);
    assertThat(set.toString()).doesNotContain(SECRET);
    Results<String, Void> changed =
        get(
            admin.alterUserScramCredentials(
                List.of(
                    set,
                    ScramChange.set("dave", ScramMechanism.SHA_512, SECRET),
                    ScramChange.set("twice", ScramMechanism.SHA_256, SECRET),
                    ScramChange.set("twice", ScramMechanism.SHA_512, SECRET),
                    ScramChange.delete("nobody", ScramMechanism.SHA_256))));
    assertThat(changed.failures()).containsOnlyKeys("nobody", "twice");
    assertThat(changed.failures().get("twice"))
        .hasMessageContaining("DUPLICATE_RESOURCE")
        .hasMessageContaining("make two calls of it");
    assertThat(code(changed.failures().get("nobody"))).isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    eventually(() -> get(loggedIn("carol", SECRET, false).listTopics()));

    Results<String, List<ScramCredential>> ours =
        get(admin.describeUserScramCredentials(List.of("carol", "dave", "nobody")));
    assertThat(ours.get("carol"))
        .containsExactly(new ScramCredential(ScramMechanism.SHA_256, 4096));
    assertThat(ours.get("dave")).containsExactly(new ScramCredential(ScramMechanism.SHA_512, 8192));
    assertThat(code(ours.failures().get("nobody"))).isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    assertThat(get(admin.describeUserScramCredentials()).keys())
        .isEqualTo(
            get(java.describeUserScramCredentials().users()).stream().collect(Collectors.toSet()));
    get(
        admin
            .alterUserScramCredentials(
                List.of(
                    ScramChange.delete("carol", ScramMechanism.SHA_256),
                    ScramChange.delete("dave", ScramMechanism.SHA_512)))
            .compose(Results::all));
    eventually(
        () ->
            assertThatThrownBy(() -> get(loggedIn("carol", SECRET, false).listTopics()))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageNotContaining(SECRET));
  }

  @Test
  void aTokenOpensTheDoorUntilItExpires() throws Exception {
    KafkaAdmin alice = loggedIn("alice", SECRET, false);
    KafkaPrincipal bob = KafkaPrincipal.user("bob");
    DelegationToken token =
        get(
            alice.createDelegationToken(
                CreateDelegationTokenOptions.defaults()
                    .renewers(List.of(bob))
                    .maxLifetime(Duration.ofHours(1))));
    assertThat(token.owner()).isEqualTo(KafkaPrincipal.user("alice"));
    assertThat(token.toString()).doesNotContain(token.hmacAsBase64());
    eventually(() -> assertThat(get(alice.describeDelegationTokens())).containsExactly(token));
    assertThat(get(alice.describeDelegationTokens()).get(0).renewers()).containsExactly(bob);
    assertThat(get(alice.describeDelegationTokens(List.of(KafkaPrincipal.user("eve"))))).isEmpty();
    KafkaAdmin byToken = loggedIn(token.tokenId(), token.hmacAsBase64(), true);
    eventually(() -> get(byToken.listTopics()));
    assertThatThrownBy(() -> get(byToken.createDelegationToken()))
        .hasMessageContaining("DELEGATION_TOKEN_REQUEST_NOT_ALLOWED");

    assertThat(get(alice.renewDelegationToken(token.hmac(), Duration.ofMinutes(5))))
        .isBefore(token.endsAtLast());
    assertThatThrownBy(() -> get(alice.renewDelegationToken(new byte[] {1, 2, 3}, null)))
        .hasMessageContaining("DELEGATION_TOKEN_NOT_FOUND");
    get(alice.expireDelegationToken(token.hmac(), null));
    eventually(() -> assertThat(get(alice.describeDelegationTokens())).isEmpty());
  }

  @Test
  void whoMayNotIsToldWhatIsMissing() throws Exception {
    KafkaAdmin alice = loggedIn("alice", SECRET, false);
    assertThatThrownBy(() -> get(alice.describeAcls(AclFilter.any())))
        .hasMessageContaining("CLUSTER_AUTHORIZATION_FAILED")
        .hasMessageContaining("needs an ACL on the cluster");
    assertThatThrownBy(() -> get(alice.describeClientQuotas(QuotaFilter.all())))
        .hasMessageContaining("CLUSTER_AUTHORIZATION_FAILED");
    assertThatThrownBy(() -> get(alice.describeUserScramCredentials()))
        .hasMessageContaining("CLUSTER_AUTHORIZATION_FAILED");
    assertThat(code(get(alice.describeConsumerGroups(List.of("g"))).failures().get("g")))
        .isEqualTo(ErrorCode.GROUP_AUTHORIZATION_FAILED);
    assertThat(code(get(alice.deleteConsumerGroups(List.of("g"))).failures().get("g")))
        .isEqualTo(ErrorCode.GROUP_AUTHORIZATION_FAILED);
    assertThat(code(get(alice.describeTransactions(List.of("t"))).failures().get("t")))
        .isEqualTo(ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    assertThat(code(get(alice.fenceProducers(List.of("t"))).failures().get("t")))
        .isEqualTo(ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    // Lists have what one may see.
    assertThat(get(alice.listGroups()).found()).isEmpty();
    assertThat(get(alice.listTransactions()).found()).isEmpty();
  }
}
