package io.kafkavertx.testkit.tck;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The contract notices a SASL mechanism that does slow work itself. */
final class WrongSaslMechanismTest {
  private static byte[] slow() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new byte[] {1};
  }

  /** A mechanism whose first message is made that way. */
  private record Wrong(Function<SaslContext, Future<byte[]>> first)
      implements SaslMechanismFactory, SaslMechanism {
    @Override
    public String name() {
      return "WRONG";
    }

    @Override
    public SaslMechanism create(JsonObject config) {
      return this;
    }

    @Override
    public SaslExchange start(SaslContext context) {
      return new SaslExchange() {
        @Override
        public Future<byte[]> initialResponse() {
          return first.apply(context);
        }

        @Override
        public Future<byte[]> evaluate(byte[] challenge) {
          return Future.failedFuture("no");
        }

        @Override
        public boolean isComplete() {
          return false;
        }
      };
    }
  }

  private static SaslMechanismContract contract(Function<SaslContext, Future<byte[]>> first) {
    return new SaslMechanismContract() {
      @Override
      protected SaslMechanismFactory factory() {
        return new Wrong(first);
      }

      @Override
      protected Set<String> secrets() {
        return Set.of();
      }
    };
  }

  @Test
  void slowWorkOnTheEventLoopIsNoticed() {
    SaslMechanismContract contract = contract(context -> Future.succeededFuture(slow()));
    assertThatThrownBy(contract::itNeverBlocksTheEventLoop)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("blocked the event loop");
  }

  @Test
  void slowWorkOnAWorkerIsAsItShouldBe() {
    SaslMechanismContract contract =
        contract(context -> context.executeBlocking(WrongSaslMechanismTest::slow));
    assertThatCode(contract::itNeverBlocksTheEventLoop).doesNotThrowAnyException();
  }
}
