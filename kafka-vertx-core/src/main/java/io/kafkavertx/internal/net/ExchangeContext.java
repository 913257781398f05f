package io.kafkavertx.internal.net;

import io.kafkavertx.spi.SaslContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;

/** What a SASL exchange may know of its connection. */
record ExchangeContext(BrokerConnection connection) implements SaslContext {
  @Override
  public String host() {
    return connection.address.host();
  }

  @Override
  public int port() {
    return connection.address.port();
  }

  @Override
  public boolean isEncrypted() {
    return connection.isEncrypted();
  }

  @Override
  public <T> Future<T> executeBlocking(Callable<T> work) {
    return connection.loop.executeBlocking(work);
  }

  @Override
  public <T> Future<T> onEventLoop(Future<T> future) {
    Promise<T> here = Promise.promise();
    future.onComplete(
        result -> {
          if (connection.loop.inLoop()) {
            here.handle(result);
          } else {
            connection.loop.execute(() -> here.handle(result));
          }
        });
    return here.future();
  }
}
