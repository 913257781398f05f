package io.kafkavertx.sasl.aws;

import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** One message, a signed request as JSON, and an answer that says that it was taken. */
final class AwsMskIamMechanism implements SaslMechanism {
  static final String NAME = "AWS_MSK_IAM";
  static final String SERVICE = "kafka-cluster";
  static final String ACTION = "kafka-cluster:Connect";
  static final String USER_AGENT = "kafka-vertx";
  static final Duration LIFE = Duration.ofMinutes(15);
  private static final String VERSION = "2020_10_22";
  private static final int LONGEST_ANSWER = 4096;

  private final String region;
  private final Supplier<? extends Future<AwsCredentials>> credentials;
  private final Clock clock;

  /**
   * @param region null when the broker's name has it
   */
  AwsMskIamMechanism(
      String region, Supplier<? extends Future<AwsCredentials>> credentials, Clock clock) {
    this.region = region;
    this.credentials = credentials;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslExchange start(SaslContext context) {
    return new Exchange(context);
  }

  /** The message for one broker. */
  byte[] message(AwsCredentials given, String host) {
    PresignedRequest request =
        PresignedRequest.sign(
            host,
            "/",
            PresignedRequest.NO_BODY,
            Map.of("Action", ACTION),
            MskRegion.of(region, host) + "/" + SERVICE,
            given,
            clock.instant(),
            LIFE);
    JsonObject json =
        new JsonObject().put("version", VERSION).put("host", host).put("user-agent", USER_AGENT);
    request.parameters().forEach((name, value) -> json.put(name.toLowerCase(Locale.ROOT), value));
    return json.toBuffer().getBytes();
  }

  /** What a supplier that somebody else wrote gives. */
  static Future<AwsCredentials> ask(Supplier<? extends Future<AwsCredentials>> supplier) {
    try {
      Future<AwsCredentials> given = supplier.get();
      return given == null
          ? Future.failedFuture("the credential supplier returned null")
          : given.compose(
              credentials ->
                  credentials == null
                      ? Future.failedFuture("the credential supplier gave nothing")
                      : Future.succeededFuture(credentials));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  public String toString() {
    return NAME;
  }

  private final class Exchange implements SaslExchange {
    private final SaslContext context;
    private byte[] message;
    private boolean disposed;
    private boolean complete;

    Exchange(SaslContext context) {
      this.context = context;
    }

    @Override
    public Future<byte[]> initialResponse() {
      return context
          .onEventLoop(ask(credentials))
          .map(given -> keep(message(given, context.host())));
    }

    private byte[] keep(byte[] made) {
      message = made;
      if (disposed) {
        dispose();
        throw new IllegalStateException(NAME + ": the exchange was over before it began");
      }
      return made;
    }

    @Override
    public Future<byte[]> evaluate(byte[] challenge) {
      if (complete || challenge.length == 0 || challenge.length > LONGEST_ANSWER) {
        return Future.failedFuture(
            NAME + ": the broker sent " + challenge.length + " bytes, which are no answer");
      }
      try {
        Object version = new JsonObject(Buffer.buffer(challenge)).getValue("version");
        if (!VERSION.equals(version)) {
          return Future.failedFuture(
              NAME + ": the broker's answer is not of version " + VERSION + " but another");
        }
      } catch (DecodeException | ClassCastException e) {
        return Future.failedFuture(NAME + ": the broker's answer is not JSON");
      }
      complete = true;
      return Future.succeededFuture(null);
    }

    @Override
    public boolean isComplete() {
      return complete;
    }

    @Override
    public void dispose() {
      disposed = true;
      if (message != null) {
        Arrays.fill(message, (byte) 0);
      }
    }

    @Override
    public String toString() {
      return NAME;
    }
  }
}
