package io.kafkavertx.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScramTest {
  private static final String CANARY = "CANARY-77aa";

  private final FakeContext context = new FakeContext();

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String message) {
    return message.getBytes(StandardCharsets.UTF_8);
  }

  private SaslExchange exchange(ScramHash hash, SaslCredentials credentials, String nonce) {
    return exchange(hash, () -> Future.succeededFuture(credentials), nonce);
  }

  private SaslExchange exchange(
      ScramHash hash, Supplier<Future<SaslCredentials>> credentials, String nonce) {
    ScramLimits limits = new ScramLimits(ScramLimits.DEFAULT_MIN, ScramLimits.DEFAULT_MAX);
    return new ScramMechanism(hash, limits, credentials, () -> nonce).start(context);
  }

  @Test
  void theExchangeOfRfc7677IsReproduced() {
    SaslExchange exchange =
        exchange(ScramHash.SHA_256, SaslCredentials.of("user", "pencil"), "rOprNGfwEbeRWgbNEkqO");
    assertThat(text(exchange.initialResponse().result()))
        .isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    Future<byte[]> last =
        exchange.evaluate(
            bytes(
                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                    + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
    assertThat(text(last.result()))
        .isEqualTo(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    assertThat(exchange.isComplete()).isFalse();
    Future<byte[]> end = exchange.evaluate(bytes("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
    assertThat(end.succeeded()).isTrue();
    assertThat(end.result()).isNull();
    assertThat(exchange.isComplete()).isTrue();
    assertThat(context.slowWork).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "SHA_256,PBKDF2WithHmacSHA256,4096",
    "SHA_512,PBKDF2WithHmacSHA512,4096",
    "SHA_512,PBKDF2WithHmacSHA512,1",
    "SHA_256,PBKDF2WithHmacSHA256,12345"
  })
  void keysAreDerivedAsTheJdkDerivesThem(ScramHash hash, String algorithm, int iterations)
      throws Exception {
    String password = "p\u00e4ss w\u4e2drd-" + "x".repeat(200);
    byte[] salt = bytes("some salt");
    byte[] expected =
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(
                new PBEKeySpec(password.toCharArray(), salt, iterations, hash.length() * 8))
            .getEncoded();
    assertThat(ScramProof.derive(hash, bytes(password), salt, iterations, () -> false))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatKnowsThePasswordIsTrusted(ScramHash hash) throws Exception {
    ScramServer server = new ScramServer(hash, CANARY, 5000);
    SaslExchange exchange = exchange(hash, SaslCredentials.of("alice", CANARY), "abc");
    byte[] last = exchange.evaluate(server.first(exchange.initialResponse().result())).result();
    assertThat(exchange.evaluate(server.last(last)).succeeded()).isTrue();
    assertThat(exchange.isComplete()).isTrue();
    assertThat(server.accepted).isTrue();
  }

  @Test
  void namesAreEscapedAndTokensAnnounced() {
    SaslExchange user =
        exchange(ScramHash.SHA_256, SaslCredentials.of("a=b,c\u00e9", CANARY), "abc");
    assertThat(text(user.initialResponse().result())).isEqualTo("n,,n=a=3Db=2Cc\u00e9,r=abc");
    SaslExchange token =
        exchange(ScramHash.SHA_256, SaslCredentials.ofDelegationToken("id", CANARY), "abc");
    assertThat(text(token.initialResponse().result())).isEqualTo("n,,n=id,r=abc,tokenauth=true");
  }

  @Test
  void everyExchangeHasItsOwnNonceAndAsksForCredentialsAnew() {
    List<SaslCredentials> given = new ArrayList<>();
    SaslMechanism mechanism =
        ScramSha256Factory.with(
                () -> {
                  given.add(SaslCredentials.of("user" + given.size(), CANARY));
                  return Future.succeededFuture(given.get(given.size() - 1));
                })
            .create(new JsonObject());
    String first = text(mechanism.start(context).initialResponse().result());
    String second = text(mechanism.start(context).initialResponse().result());
    assertThat(first).startsWith("n,,n=user0,r=").hasSize(13 + 32);
    assertThat(second).startsWith("n,,n=user1,r=");
    assertThat(first.substring(13)).isNotEqualTo(second.substring(13));
  }

  @Test
  void aSupplierThatFailsEndsTheExchangeWithItsReason() {
    Supplier<Future<SaslCredentials>> throwing =
        () -> {
          throw new IllegalStateException("the vault is sealed");
        };
    assertThat(exchange(ScramHash.SHA_256, throwing, "abc").initialResponse().cause())
        .hasMessageContaining("credential supplier failed")
        .hasMessageContaining("the vault is sealed");
    assertThat(exchange(ScramHash.SHA_256, () -> null, "abc").initialResponse().cause())
        .hasMessageContaining("returned null");
    assertThat(
            exchange(ScramHash.SHA_256, () -> Future.succeededFuture(null), "abc")
                .initialResponse()
                .cause())
        .hasMessageContaining("gave nothing");
  }

  @Test
  void anExchangeThatEndsWhileTheSupplierThinksStaysOver() {
    Promise<SaslCredentials> late = Promise.promise();
    SaslExchange exchange = exchange(ScramHash.SHA_256, late::future, "abc");
    Future<byte[]> first = exchange.initialResponse();
    exchange.dispose();
    late.complete(SaslCredentials.of("alice", CANARY));
    assertThat(first.failed()).isTrue();
  }

  @Test
  void anExchangeThatEndsStopsTheDerivationOfItsKey() {
    context.hold = true;
    SaslExchange exchange = exchange(ScramHash.SHA_256, SaslCredentials.of("alice", CANARY), "abc");
    exchange.initialResponse();
    Future<byte[]> last = exchange.evaluate(bytes("r=abcd,s=QUJD,i=1000000"));
    exchange.dispose();
    context.held.remove().run();
    assertThat(last.cause()).hasMessageContaining("the exchange is over");
  }

  @Test
  void optionsAreChecked() {
    JsonObject config = new JsonObject().put("username", "alice").put("password", CANARY);
    ScramSha512Factory factory = new ScramSha512Factory();
    assertThat(factory.create(config).name()).isEqualTo("SCRAM-SHA-512");
    assertThatThrownBy(() -> factory.create(config.copy().put("minIterations", 0)))
        .hasMessageContaining("minIterations must be a whole number from 1");
    assertThatThrownBy(
            () -> factory.create(config.copy().put("minIterations", 50).put("maxIterations", 40)))
        .hasMessageContaining("maxIterations must be a whole number from 50");
    assertThatThrownBy(() -> factory.create(config.copy().put("tokenAuth", "yes")))
        .hasMessageContaining("tokenAuth must be true or false");
    assertThatThrownBy(() -> factory.create(config.copy().put("passwd", CANARY)))
        .hasMessageContaining("has no option 'passwd'")
        .hasMessageNotContaining(CANARY);
    assertThatThrownBy(() -> factory.create(new JsonObject().put("username", "alice")))
        .hasMessageContaining("needs password");
  }

  @Test
  void boundsOfTheIterationCountCanBeMoved() {
    JsonObject config =
        new JsonObject()
            .put("username", "alice")
            .put("password", CANARY)
            .put("minIterations", 10)
            .put("maxIterations", 20);
    for (int iterations : new int[] {9, 10, 20, 21}) {
      SaslExchange exchange = new ScramSha256Factory().create(config).start(context);
      String first = text(exchange.initialResponse().result());
      String nonce = first.substring(first.indexOf("r=") + 2);
      Future<byte[]> last = exchange.evaluate(bytes("r=" + nonce + "x,s=QUJD,i=" + iterations));
      assertThat(last.succeeded()).isEqualTo(iterations == 10 || iterations == 20);
    }
  }

  @Test
  void secretsAreNotShown() throws Exception {
    SaslCredentials credentials = SaslCredentials.of(CANARY + "u", CANARY);
    SaslExchange exchange = exchange(ScramHash.SHA_256, credentials, CANARY);
    exchange.initialResponse();
    ScramProof proof =
        ScramProof.of(ScramHash.SHA_256, bytes(CANARY), new byte[3], 1, "", () -> false);
    String shown = credentials + " " + exchange + " " + proof;
    assertThat(shown).doesNotContain(CANARY);
    assertThat(shown).doesNotContain(Base64.getEncoder().encodeToString(proof.proof()));
    proof.wipe();
    assertThat(proof.proof()).containsOnly(0);
    assertThat(proof.serverSignature()).containsOnly(0);
  }

  @Test
  void theyAreFoundAsServices() {
    assertThat(ServiceLoader.load(SaslMechanismFactory.class))
        .extracting(SaslMechanismFactory::name)
        .contains("SCRAM-SHA-256", "SCRAM-SHA-512");
  }
}
