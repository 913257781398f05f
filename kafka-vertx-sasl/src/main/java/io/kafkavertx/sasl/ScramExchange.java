package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * One SCRAM exchange (RFC 5802, RFC 7677), without channel binding, which Kafka does not have.
 *
 * <p>Text is taken as it is, in UTF-8, as the Java client takes it: neither it nor the tools that
 * store a user's password apply SASLprep, so that a client that did would fail with passwords that
 * SASLprep changes.
 */
final class ScramExchange implements SaslExchange {
  /** No channel binding, no authorization id; {@code biws} in Base64. */
  private static final String GS2_HEADER = "n,,";

  private enum State {
    START,
    FIRST_SENT,
    FINAL_SENT,
    COMPLETE,
    FAILED
  }

  private final ScramHash hash;
  private final ScramLimits limits;
  private final Supplier<? extends Future<SaslCredentials>> credentials;
  private final SaslContext context;
  private final String nonce;
  private State state = State.START;
  private String firstBare;
  private byte[] password;
  private ScramProof proof;

  /** Read by the thread that derives the key. */
  private volatile boolean disposed;

  ScramExchange(
      ScramHash hash,
      ScramLimits limits,
      Supplier<? extends Future<SaslCredentials>> credentials,
      SaslContext context,
      String nonce) {
    this.hash = hash;
    this.limits = limits;
    this.credentials = credentials;
    this.context = context;
    this.nonce = nonce;
  }

  @Override
  public Future<byte[]> initialResponse() {
    return CredentialSource.ask(hash.mechanism(), context, credentials, this::first);
  }

  private byte[] first(SaslCredentials given) {
    requireState(State.START);
    password = given.password().getBytes(StandardCharsets.UTF_8);
    String name = given.username().replace("=", "=3D").replace(",", "=2C");
    firstBare = "n=" + name + ",r=" + nonce + (given.isDelegationToken() ? ",tokenauth=true" : "");
    state = State.FIRST_SENT;
    return utf8(GS2_HEADER + firstBare);
  }

  @Override
  public Future<byte[]> evaluate(byte[] challenge) {
    try {
      return switch (state) {
        case FIRST_SENT -> answerFirst(challenge);
        case FINAL_SENT -> {
          verify(challenge);
          yield Future.succeededFuture(null);
        }
        case START, COMPLETE, FAILED ->
            throw new ScramException("a message after the end of the exchange");
      };
    } catch (ScramException e) {
      state = State.FAILED;
      return Future.failedFuture(e);
    }
  }

  private Future<byte[]> answerFirst(byte[] challenge) {
    ScramServerMessage.First first = ScramServerMessage.First.parse(challenge, nonce, limits);
    String withoutProof = "c=" + base64(utf8(GS2_HEADER)) + ",r=" + first.nonce();
    String authMessage = firstBare + "," + first.text() + "," + withoutProof;
    byte[] copy = password.clone();
    wipePassword();
    state = State.FINAL_SENT;
    return context
        .executeBlocking(
            () -> {
              try {
                return ScramProof.of(
                    hash, copy, first.salt(), first.iterations(), authMessage, () -> disposed);
              } finally {
                Arrays.fill(copy, (byte) 0);
              }
            })
        .map(
            made -> {
              proof = made;
              byte[] message = utf8(withoutProof + ",p=" + base64(made.proof()));
              if (disposed) {
                made.wipe();
                throw new IllegalStateException("the exchange is over");
              }
              return message;
            });
  }

  private void verify(byte[] challenge) {
    byte[] signature = ScramServerMessage.signature(challenge);
    if (proof == null || !MessageDigest.isEqual(signature, proof.serverSignature())) {
      throw new ScramException(
          "a wrong signature: it does not know the password, so it is not the broker that it says"
              + " it is");
    }
    state = State.COMPLETE;
  }

  private void requireState(State expected) {
    if (disposed || state != expected) {
      throw new IllegalStateException("the exchange is over");
    }
  }

  @Override
  public boolean isComplete() {
    return state == State.COMPLETE;
  }

  @Override
  public void dispose() {
    disposed = true;
    wipePassword();
    if (proof != null) {
      proof.wipe();
    }
  }

  private void wipePassword() {
    if (password != null) {
      Arrays.fill(password, (byte) 0);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return hash.mechanism();
  }
}
