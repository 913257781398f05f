package io.kafkavertx.sasl.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.sasl.OAuthToken;
import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class AwsMskIamTest {
  private static final String SECRET = "s3cret-c4nary";
  private static final Instant NOW = Instant.parse("2010-01-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String HOST = "b-1.demo.abc123.c2.kafka.eu-west-1.amazonaws.com";

  private static SaslContext at(String host) {
    return new SaslContext() {
      @Override
      public String host() {
        return host;
      }

      @Override
      public int port() {
        return 9098;
      }

      @Override
      public boolean isEncrypted() {
        return true;
      }

      @Override
      public <T> Future<T> executeBlocking(Callable<T> work) {
        throw new AssertionError("nothing here is slow");
      }

      @Override
      public <T> Future<T> onEventLoop(Future<T> future) {
        return future;
      }
    };
  }

  private static AwsMskIamMechanism mechanism(String region) {
    return new AwsMskIamMechanism(
        region, () -> Future.succeededFuture(AwsCredentials.of("KEY", SECRET, "TOKEN")), CLOCK);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theMessageHasWhatAmazonsOwnLibraryChecksItsMessagesFor() {
    SaslExchange exchange = mechanism(null).start(at(HOST));
    JsonObject json = new JsonObject(Buffer.buffer(exchange.initialResponse().result()));
    assertThat(json.fieldNames())
        .containsExactlyInAnyOrder(
            "version",
            "host",
            "user-agent",
            "action",
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-expires",
            "x-amz-security-token",
            "x-amz-signature",
            "x-amz-signedheaders");
    assertThat(json.getString("version")).isEqualTo("2020_10_22");
    assertThat(json.getString("host")).isEqualTo(HOST);
    assertThat(json.getString("action")).isEqualTo("kafka-cluster:Connect");
    assertThat(json.getString("x-amz-credential"))
        .isEqualTo("KEY/20100101/eu-west-1/kafka-cluster/aws4_request");
    assertThat(json.getString("x-amz-date")).isEqualTo("20100101T000000Z");
    assertThat(json.getString("x-amz-expires")).isEqualTo("900");
    assertThat(json.getString("x-amz-signedheaders")).isEqualTo("host");
    assertThat(json.getString("x-amz-signature")).matches("[0-9a-f]{64}");
    assertThat(json.encode()).doesNotContain(SECRET);
  }

  @Test
  void anAnswerOfTheRightVersionEndsItAndNothingElseDoes() {
    for (String wrong :
        new String[] {"", "{}", "[]", "{\"version\":\"2\"}", "{\"version\":1}", "x"}) {
      SaslExchange exchange = mechanism(null).start(at(HOST));
      exchange.initialResponse();
      assertThat(exchange.evaluate(text(wrong)).failed()).as(wrong).isTrue();
      assertThat(exchange.isComplete()).isFalse();
    }
    SaslExchange exchange = mechanism(null).start(at(HOST));
    exchange.initialResponse();
    assertThat(
            exchange
                .evaluate(text("{\"version\":\"2020_10_22\",\"request-id\":\"r\"}"))
                .succeeded())
        .isTrue();
    assertThat(exchange.isComplete()).isTrue();
  }

  @Test
  void theRegionIsInTheBrokersNameOrConfigured() {
    assertThat(MskRegion.of(null, "boot-x.c1.kafka-serverless.us-east-2.amazonaws.com"))
        .isEqualTo("us-east-2");
    assertThat(MskRegion.of(null, "b-1.x.kafka.cn-north-1.amazonaws.com.cn"))
        .isEqualTo("cn-north-1");
    assertThat(MskRegion.of("eu-central-1", "proxy.example")).isEqualTo("eu-central-1");
    assertThat(mechanism(null).start(at("proxy.example")).initialResponse().cause())
        .hasMessageContaining("set region");
  }

  @Test
  void theMessageIsWipedAtTheEnd() {
    SaslExchange exchange = mechanism(null).start(at(HOST));
    byte[] message = exchange.initialResponse().result();
    exchange.dispose();
    assertThat(message).containsOnly(0);
  }

  @Test
  void credentialsComeFromOptionsSuppliersOrTheEnvironment() {
    AwsMskIamFactory factory = new AwsMskIamFactory();
    assertThatThrownBy(() -> factory.create(new JsonObject().put("accessKeyId", "KEY")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("accessKeyId and secretAccessKey together");
    assertThatThrownBy(() -> factory.create(new JsonObject().put("secret", SECRET)))
        .hasMessageContaining("no option 'secret'")
        .hasMessageNotContaining(SECRET);
    assertThat(AwsCredentials.from(Map.of()).cause()).hasMessageContaining("AWS_ACCESS_KEY_ID");
    AwsCredentials found =
        AwsCredentials.from(
                Map.of(
                    "AWS_ACCESS_KEY_ID",
                    "KEY",
                    "AWS_SECRET_ACCESS_KEY",
                    SECRET,
                    "AWS_SESSION_TOKEN",
                    "TOKEN"))
            .result();
    assertThat(found.secretAccessKey()).isEqualTo(SECRET);
    assertThat(found.sessionToken()).isEqualTo("TOKEN");
    assertThat(found.toString()).doesNotContain(SECRET, "KEY", "TOKEN");
    assertThat(
            AwsMskIamFactory.with(() -> null)
                .create(new JsonObject().put("region", "r"))
                .start(at(HOST))
                .initialResponse()
                .cause())
        .hasMessageContaining("returned null");
  }

  @Test
  void aTokenIsASignedUrl() {
    AwsMskTokens tokens =
        AwsMskTokens.create(
            "us-east-1",
            () -> Future.succeededFuture(AwsCredentials.of("KEY", SECRET, "TO/KEN")),
            CLOCK);
    OAuthToken token = tokens.get().result();
    assertThat(token.expiresAt()).isEqualTo(NOW.plusSeconds(900));
    assertThat(token.toString() + tokens).doesNotContain(SECRET, "KEY");
    String encoded = tokens.encoded(AwsCredentials.of("KEY", SECRET, "TO/KEN"), NOW);
    String url = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    assertThat(url)
        .startsWith(
            "https://kafka.us-east-1.amazonaws.com/?Action=kafka-cluster%3AConnect"
                + "&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=KEY%2F20100101%2Fus-east-1%2Fkafka-cluster%2Faws4_request"
                + "&X-Amz-Date=20100101T000000Z&X-Amz-Expires=900&X-Amz-Security-Token=TO%2FKEN&")
        .contains("&X-Amz-SignedHeaders=host")
        .contains("&X-Amz-Signature=")
        .endsWith("&User-Agent=kafka-vertx")
        .doesNotContain(SECRET);
  }
}
