package io.kafkavertx.examples.plugins;

import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * PLAIN (RFC 4616). The file is read anew for each login, off the event loop, so a changed password
 * needs no restart.
 */
final class FilePlain implements SaslMechanism {
  private final String username;
  private final Path passwordFile;

  FilePlain(String username, Path passwordFile) {
    this.username = username;
    this.passwordFile = passwordFile;
  }

  @Override
  public String name() {
    return "PLAIN";
  }

  @Override
  public SaslExchange start(SaslContext context) {
    return new Exchange(context);
  }

  @Override
  public void close() {}

  private final class Exchange implements SaslExchange {
    private final SaslContext context;
    private boolean complete;

    Exchange(SaslContext context) {
      this.context = context;
    }

    @Override
    public Future<byte[]> initialResponse() {
      return context.executeBlocking(
          () -> {
            String password = Files.readString(passwordFile).strip();
            return ("\0" + username + "\0" + password).getBytes(StandardCharsets.UTF_8);
          });
    }

    @Override
    public Future<byte[]> evaluate(byte[] challenge) {
      if (challenge.length > 0) {
        return Future.failedFuture("PLAIN: the broker sent a challenge, which PLAIN has not");
      }
      complete = true;
      return Future.succeededFuture(null);
    }

    @Override
    public boolean isComplete() {
      return complete;
    }
  }
}
