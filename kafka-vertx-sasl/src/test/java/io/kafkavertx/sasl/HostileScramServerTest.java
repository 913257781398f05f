package io.kafkavertx.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.kafkavertx.spi.SaslExchange;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each lie and each malformed message of a SCRAM server is refused, for its own reason. */
class HostileScramServerTest {
  private static final String CANARY = "CANARY-31b0";

  private final FakeContext context = new FakeContext();

  private SaslExchange started() {
    SaslExchange exchange =
        new ScramMechanism(
                ScramHash.SHA_256,
                new ScramLimits(ScramLimits.DEFAULT_MIN, ScramLimits.DEFAULT_MAX),
                () -> Future.succeededFuture(SaslCredentials.of("alice", CANARY)),
                () -> "nonce")
            .start(context);
    exchange.initialResponse();
    return exchange;
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String salt(int length) {
    return Base64.getEncoder().encodeToString(new byte[length]);
  }

  static Stream<Arguments> firstMessages() {
    return Stream.of(
        arguments("", "no r="),
        arguments("hello", "no r="),
        arguments("m=x,r=nonce1,s=QUJD,i=4096", "mandatory extension"),
        arguments("e=unknown-user", "the error 'unknown-user'"),
        arguments("e=" + "x".repeat(1000), "x'"),
        arguments("e=a\u0001b", "the error 'a?b'"),
        arguments("r=nonce,s=QUJD,i=4096", "added nothing"),
        arguments("r=Nonce1,s=QUJD,i=4096", "does not begin with the client's"),
        arguments("r=other,s=QUJD,i=4096", "does not begin with the client's"),
        arguments("r=xnonce1,s=QUJD,i=4096", "does not begin with the client's"),
        arguments("r=,s=QUJD,i=4096", "an empty attribute r="),
        arguments("r=nonce 1,s=QUJD,i=4096", "not printable"),
        arguments("r=nonce\u007f,s=QUJD,i=4096", "not printable"),
        arguments("s=QUJD,r=nonce1,i=4096", "no r="),
        arguments("r=nonce1,i=4096", "no s="),
        arguments("r=nonce1,s=,i=4096", "an empty attribute s="),
        arguments("r=nonce1,s=QU*D,i=4096", "the salt not in Base64"),
        arguments("r=nonce1,s=QUJ,i=4096", "not canonical"),
        arguments("r=nonce1,s=QUI,i=4096", "not canonical"),
        arguments("r=nonce1,s=" + salt(1025) + ",i=4096", "a salt of 1025 bytes"),
        arguments("r=nonce1,s=QUJD", "no i="),
        arguments("r=nonce1,s=QUJD,", "a comma with nothing behind it"),
        arguments("r=nonce1,s=QUJD,i=", "an empty attribute i="),
        arguments("r=nonce1,s=QUJD,i=0", "no positive number"),
        arguments("r=nonce1,s=QUJD,i=-4096", "no positive number"),
        arguments("r=nonce1,s=QUJD,i=+4096", "no positive number"),
        arguments("r=nonce1,s=QUJD,i=04096", "no positive number"),
        arguments("r=nonce1,s=QUJD,i=4096.0", "no positive number"),
        arguments("r=nonce1,s=QUJD,i=99999999999999999999", "no positive number"),
        arguments("r=nonce1,s=QUJD,i=1", "count of 1; from 4096 to 1000000"),
        arguments("r=nonce1,s=QUJD,i=4095", "count of 4095"),
        arguments("r=nonce1,s=QUJD,i=1000001", "count of 1000001"),
        arguments("r=nonce1,s=QUJD,i=2147483648", "count of 2147483648"),
        arguments("r=nonce1,s=QUJD,i=4096,", "a comma with nothing behind it"),
        arguments("r=nonce1,s=QUJD,i=4096,x", "no attribute at position"),
        arguments("r=nonce1,s=QUJD,i=4096,1=x", "no attribute at position"),
        arguments("r=nonce1,s=QUJD,i=4096,i=5000", "an attribute i= where it does not belong"),
        arguments("r=nonce1,s=QUJD,i=4096,m=x", "an attribute m= where it does not belong"),
        arguments("r=nonce1,s=QUJD,i=4096,v=QUJD", "an attribute v= where it does not belong"),
        arguments("r=nonce1,s=QUJD,i=4096,x=a\0b", "a NUL character"),
        arguments("r=nonce\u00ff,s=QUJD,i=4096", "not UTF-8"),
        arguments("r=nonce" + "1".repeat(5000) + ",s=QUJD,i=4096", "at most 4096"));
  }

  @ParameterizedTest
  @MethodSource("firstMessages")
  void aFirstMessageThatIsWrongIsRefusedBeforeAnyWork(String message, String why) {
    SaslExchange exchange = started();
    Future<byte[]> answer = exchange.evaluate(latin(message));
    assertThat(answer.cause())
        .isInstanceOf(ScramException.class)
        .hasMessageStartingWith("the broker sent ")
        .hasMessageContaining(why)
        .hasMessageNotContaining(CANARY);
    assertThat(answer.cause().getMessage()).hasSizeLessThan(300);
    assertThat(context.slowWork).isZero();
    assertThat(exchange.isComplete()).isFalse();
    // It is over: not even the right message helps.
    assertThat(exchange.evaluate(latin("r=nonce1,s=QUJD,i=4096")).failed()).isTrue();
  }

  static Stream<Arguments> finalMessages() {
    return Stream.of(
        arguments("", "no v="),
        arguments("v=", "an empty attribute v="),
        arguments("e=invalid-proof", "the error 'invalid-proof'"),
        arguments("x=1", "no v="),
        arguments("V=" + salt(32), "no v="),
        arguments("x=1,v=" + salt(32), "no v="),
        arguments("v=%%%%", "the signature not in Base64"),
        arguments("v=" + salt(32), "a wrong signature"),
        arguments("v=" + salt(31), "a wrong signature"),
        arguments("v=" + salt(33), "a wrong signature"),
        arguments("v=QUJD", "a wrong signature"),
        arguments("v=" + salt(32) + ",e=other", "an attribute e= where it does not belong"),
        arguments("v=" + salt(32) + ",", "a comma with nothing behind it"),
        arguments("v=" + salt(32) + "\n", "the signature not in Base64"),
        arguments("\u00ff", "not UTF-8"),
        arguments("v=" + salt(4096), "at most 4096"));
  }

  @ParameterizedTest
  @MethodSource("finalMessages")
  void aFinalMessageThatProvesNothingIsRefused(String message, String why) {
    SaslExchange exchange = started();
    assertThat(exchange.evaluate(latin("r=nonce1,s=QUJD,i=4096")).succeeded()).isTrue();
    Future<byte[]> end = exchange.evaluate(latin(message));
    assertThat(end.cause())
        .isInstanceOf(ScramException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining(CANARY);
    assertThat(exchange.isComplete()).isFalse();
  }

  @Test
  void aServerThatDoesNotKnowThePasswordIsUnmasked() throws Exception {
    ScramServer impostor = new ScramServer(ScramHash.SHA_256, "a guess", 4096);
    SaslExchange exchange = started();
    byte[] first = latin("n,,n=alice,r=nonce");
    byte[] last = exchange.evaluate(impostor.first(first)).result();
    impostor.last(last);
    assertThat(impostor.accepted).isFalse();
    // It says that all is well nevertheless.
    assertThat(exchange.evaluate(latin("v=" + salt(32))).cause())
        .hasMessageContaining("does not know the password");
  }

  @Test
  void anExchangeThatIsOverTakesNothingMore() throws Exception {
    ScramServer server = new ScramServer(ScramHash.SHA_256, CANARY, 4096);
    SaslExchange exchange = started();
    byte[] last = exchange.evaluate(server.first(latin("n,,n=alice,r=nonce"))).result();
    byte[] proof = server.last(last);
    assertThat(exchange.evaluate(proof).succeeded()).isTrue();
    assertThat(exchange.evaluate(proof).cause()).hasMessageContaining("after the end");
  }

  @Test
  void theLargestSaltAndCountAreAccepted() {
    assertThat(
            started()
                .evaluate(latin("r=nonce1,s=" + salt(1024) + ",i=4096,x=some extension"))
                .succeeded())
        .isTrue();
    assertThat(started().evaluate(latin("r=nonce1,s=QUJD,i=1000000")).succeeded()).isTrue();
  }
}
