package io.kafkavertx.testkit.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What a SASL mechanism must keep to: secrets show nowhere, an exchange is independent of the
 * others, a broker that talks nonsense is not trusted and makes nothing blow up, and the event loop
 * is never blocked: all of an exchange's methods are called there, and what is slow goes through
 * {@link SaslContext#executeBlocking}.
 */
public abstract class SaslMechanismContract extends PluginContract<SaslMechanismFactory> {
  private static final int ROUNDS = 4;

  protected SaslMechanismContract() {
    super(SaslMechanismFactory.class);
  }

  /** The values in {@link #config()} that must show nowhere. */
  protected abstract Set<String> secrets();

  /**
   * What a broker answers to a message, for the test of the thread rule: the better it is, the more
   * of the mechanism is tried. Nonsense unless overridden; null ends the exchange.
   *
   * @param message of the mechanism, the first one or a later one
   */
  protected byte[] answer(byte[] message) {
    return new byte[] {1, 2, 3};
  }

  private SaslMechanism mechanism() {
    return factory().create(config());
  }

  @Test
  void theMechanismHasTheFactorysName() {
    try (Closing<SaslMechanism> mechanism = new Closing<>(mechanism())) {
      assertEquals(factory().name(), mechanism.it.name());
    }
  }

  @Test
  void secretsShowInNoText() {
    try (Closing<SaslMechanism> mechanism = new Closing<>(mechanism())) {
      assertNoSecrets(String.valueOf(mechanism.it));
      SaslExchange exchange = mechanism.it.start(new Context());
      await(exchange.initialResponse());
      assertNoSecrets(String.valueOf(exchange));
      exchange.dispose();
    }
  }

  @Test
  void wrongConfigurationIsAnIllegalArgumentThatNamesTheKeyAndNoSecret() {
    for (String key : config().fieldNames()) {
      JsonObject without = config();
      without.remove(key);
      assertRefusedOrTaken(without, key);
      assertRefusedOrTaken(config().put(key, new JsonObject()), key);
    }
  }

  private void assertRefusedOrTaken(JsonObject config, String key) {
    try {
      factory().create(config).close();
    } catch (IllegalArgumentException e) {
      assertTrue(
          String.valueOf(e.getMessage()).contains(key),
          "the message does not name " + key + ": " + e.getMessage());
      assertNoSecrets(trace(e));
    } catch (Exception e) {
      throw new AssertionError("not an IllegalArgumentException", e);
    }
  }

  @Test
  void aBrokerThatTalksNonsenseIsRefusedWithoutASecret() {
    try (Closing<SaslMechanism> mechanism = new Closing<>(mechanism())) {
      for (int seed = 0; seed < 300; seed++) {
        Random random = new Random(seed);
        SaslExchange exchange = mechanism.it.start(new Context());
        assertFalse(exchange.isComplete(), "complete before a word was said");
        await(exchange.initialResponse());
        for (int i = 0; i < 3; i++) {
          byte[] challenge = new byte[1 + random.nextInt(100)];
          random.nextBytes(challenge);
          Future<byte[]> answer = exchange.evaluate(challenge);
          assertNotNull(answer, "no future");
          Throwable failure = await(answer);
          if (failure != null) {
            assertNoSecrets(trace(failure));
            break;
          }
        }
        exchange.dispose();
      }
    }
  }

  @Test
  void exchangesAreIndependentOfEachOther() {
    try (Closing<SaslMechanism> mechanism = new Closing<>(mechanism())) {
      SaslExchange first = mechanism.it.start(new Context());
      SaslExchange second = mechanism.it.start(new Context());
      await(first.initialResponse());
      first.dispose();
      Future<byte[]> response = second.initialResponse();
      assertEquals(null, await(response), "one exchange ended the other");
      assertNotNull(response.result(), "an empty response is an empty array");
      second.dispose();
      SaslExchange unused = mechanism.it.start(new Context());
      unused.dispose();
    }
  }

  @Test
  void itNeverBlocksTheEventLoop() {
    try (Closing<SaslMechanism> mechanism = new Closing<>(mechanism())) {
      ThreadRule.neverBlocks("the mechanism", () -> use(mechanism.it));
    }
  }

  @Test
  void mechanismsOfTwoClientsWorkSideBySide() {
    ThreadRule.sideBySide(
        2,
        () -> {
          try (Closing<SaslMechanism> mechanism = new Closing<>(mechanism())) {
            use(mechanism.it);
          }
        });
  }

  private void use(SaslMechanism mechanism) {
    for (int i = 0; i < ROUNDS; i++) {
      SaslExchange exchange = mechanism.start(new Context());
      byte[] message = exchange.initialResponse().otherwise(failure -> null).result();
      for (int round = 0; message != null && round < ROUNDS; round++) {
        byte[] answer = answer(message);
        message =
            answer == null ? null : exchange.evaluate(answer).otherwise(failure -> null).result();
        exchange.isComplete();
      }
      exchange.dispose();
    }
  }

  private void assertNoSecrets(String text) {
    for (String secret : secrets()) {
      assertFalse(text.contains(secret), "a secret shows in: " + text.replace(secret, "***"));
    }
  }

  private static String trace(Throwable failure) {
    StringWriter out = new StringWriter();
    failure.printStackTrace(new PrintWriter(out));
    return out.toString();
  }

  /** The failure, null when there is none. */
  private static Throwable await(Future<byte[]> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (Exception e) {
      throw new AssertionError("no answer: " + Arrays.toString(e.getStackTrace()), e);
    }
  }

  /** A mechanism in a try: its own close may say that it throws. */
  private record Closing<M extends SaslMechanism>(M it) implements AutoCloseable {
    @Override
    public void close() {
      try {
        it.close();
      } catch (Exception e) {
        throw new AssertionError("close failed", e);
      }
    }
  }

  /** A connection to nowhere; slow work is done at once, but on another thread. */
  private static final class Context implements SaslContext {
    @Override
    public String host() {
      return "broker.test";
    }

    @Override
    public int port() {
      return 9093;
    }

    @Override
    public boolean isEncrypted() {
      return true;
    }

    @Override
    public <T> Future<T> executeBlocking(Callable<T> work) {
      FutureTask<T> task = new FutureTask<>(work);
      Thread worker = new Thread(task, "tck-worker");
      worker.setDaemon(true);
      worker.start();
      // Who waits here must not be seen to wait: the mechanism is not to blame for it.
      while (!task.isDone()) {
        Thread.onSpinWait();
      }
      try {
        return Future.succeededFuture(task.get());
      } catch (ExecutionException e) {
        return Future.failedFuture(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Future.failedFuture(e);
      }
    }

    @Override
    public <T> Future<T> onEventLoop(Future<T> future) {
      return future;
    }
  }
}
