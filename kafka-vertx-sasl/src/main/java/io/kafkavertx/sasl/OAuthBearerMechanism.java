package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** RFC 7628 as KIP-255 and KIP-342 use it. */
final class OAuthBearerMechanism implements SaslMechanism {
  static final String NAME = "OAUTHBEARER";

  private final TokenCache tokens;
  private final Map<String, String> extensions;

  /**
   * @param extensions sent besides those of the token, which win
   */
  OAuthBearerMechanism(TokenCache tokens, Map<String, String> extensions) {
    this.tokens = tokens;
    this.extensions = extensions;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslExchange start(SaslContext context) {
    return new Exchange(context);
  }

  @Override
  public void close() {
    tokens.clear();
  }

  @Override
  public String toString() {
    return NAME;
  }

  private byte[] message(OAuthToken token) {
    Map<String, String> all = new TreeMap<>(extensions);
    all.putAll(token.extensions());
    StringBuilder text = new StringBuilder("n,,\u0001auth=Bearer ").append(token.value());
    all.forEach((name, value) -> text.append('\u0001').append(name).append('=').append(value));
    return text.append("\u0001\u0001").toString().getBytes(StandardCharsets.UTF_8);
  }

  private final class Exchange extends OneMessageExchange {
    private static final int LONGEST_ERROR = 16 * 1024;

    private final SaslContext context;
    private String refusal;

    Exchange(SaslContext context) {
      super(NAME);
      this.context = context;
    }

    @Override
    public Future<byte[]> initialResponse() {
      return tokens.token(context).map(token -> keep(message(token)));
    }

    /** Nothing when the token is good, else JSON that says why not, to be answered with 0x01. */
    @Override
    public Future<byte[]> evaluate(byte[] challenge) {
      if (refusal != null) {
        return Future.failedFuture(refusal);
      }
      if (isComplete()) {
        return Future.failedFuture("the broker sent a message after the end of the exchange");
      }
      if (challenge.length == 0) {
        complete();
        return Future.succeededFuture(null);
      }
      refusal = "the broker refused the token" + reason(challenge);
      return Future.succeededFuture(new byte[] {1});
    }

    private String reason(byte[] challenge) {
      if (challenge.length > LONGEST_ERROR) {
        return "";
      }
      try {
        JsonObject error = new JsonObject(new String(challenge, StandardCharsets.UTF_8));
        StringBuilder text = new StringBuilder();
        for (String key : new String[] {"status", "scope", "openid-configuration"}) {
          if (error.getValue(key) instanceof String value && !value.isEmpty()) {
            text.append(text.length() == 0 ? ": " : ", ").append(key).append(' ');
            text.append(Printable.of(value, 200));
          }
        }
        return text.toString();
      } catch (DecodeException e) {
        return ", in words that are not JSON";
      }
    }
  }
}
