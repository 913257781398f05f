package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.vertx.core.Future;
import java.util.concurrent.Callable;
import javax.security.auth.Subject;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.MessageProp;
import org.ietf.jgss.Oid;

/**
 * One Kerberos exchange (RFC 4752): tokens until both sides know each other, then the broker says
 * which security layers it has, and the client takes none. Whatever talks to the KDC or computes
 * runs off the event loop, one step at a time.
 */
final class GssapiExchange implements SaslExchange {
  private static final String KERBEROS = "1.2.840.113554.1.2.2";
  private static final byte NO_LAYER = 1;
  private static final int LAYERS_LENGTH = 4;

  private enum State {
    TOKENS,
    LAYERS,
    COMPLETE,
    FAILED
  }

  private final KerberosLogin login;
  private final String service;
  private final SaslContext context;
  private Subject subject;
  private GSSContext gss;
  private State state = State.TOKENS;
  private boolean busy;
  private boolean disposed;

  /**
   * @param service the broker's principal, {@code name@host}
   */
  GssapiExchange(KerberosLogin login, String service, SaslContext context) {
    this.login = login;
    this.service = service;
    this.context = context;
  }

  @Override
  public Future<byte[]> initialResponse() {
    return login
        .subject(context)
        .compose(
            given -> {
              subject = given;
              return work(
                  () -> {
                    gss = open();
                    return gss.initSecContext(new byte[0], 0, 0);
                  });
            })
        .map(this::token);
  }

  private GSSContext open() throws GSSException {
    GSSManager manager = GSSManager.getInstance();
    GSSName name = manager.createName(service, GSSName.NT_HOSTBASED_SERVICE);
    GSSContext opened =
        manager.createContext(name, new Oid(KERBEROS), null, GSSContext.DEFAULT_LIFETIME);
    // The broker proves who it is, too.
    opened.requestMutualAuth(true);
    opened.requestInteg(true);
    opened.requestConf(false);
    return opened;
  }

  @Override
  public Future<byte[]> evaluate(byte[] challenge) {
    return switch (state) {
      case TOKENS ->
          work(() -> gss.initSecContext(challenge, 0, challenge.length)).map(this::token);
      case LAYERS -> work(() -> chooseLayer(challenge)).onSuccess(done -> state = State.COMPLETE);
      // The broker's last word is empty.
      case COMPLETE -> Future.succeededFuture(null);
      case FAILED -> Future.failedFuture("the exchange is over");
    };
  }

  /** A context that is established has nothing more to say; brokers want an empty message then. */
  private byte[] token(byte[] token) {
    if (gss.isEstablished()) {
      if (!gss.getMutualAuthState()) {
        state = State.FAILED;
        throw new IllegalStateException("the broker has not proved that it is " + service);
      }
      state = State.LAYERS;
    }
    return token == null ? new byte[0] : token;
  }

  private byte[] chooseLayer(byte[] challenge) throws GSSException {
    byte[] offered = gss.unwrap(challenge, 0, challenge.length, new MessageProp(0, false));
    if (offered.length != LAYERS_LENGTH || (offered[0] & NO_LAYER) == 0) {
      throw new IllegalStateException(
          "the broker insists on a Kerberos security layer, which Kafka does not have");
    }
    // No layer, hence no size; and nobody else to act as.
    byte[] chosen = {NO_LAYER, 0, 0, 0};
    return gss.wrap(chosen, 0, chosen.length, new MessageProp(0, false));
  }

  private Future<byte[]> work(Callable<byte[]> step) {
    busy = true;
    return context
        .executeBlocking(() -> KerberosSubject.call(subject, step))
        .transform(
            result -> {
              busy = false;
              if (disposed) {
                release();
              }
              if (result.succeeded()) {
                return Future.succeededFuture(result.result());
              }
              state = State.FAILED;
              // Perhaps the tickets are no longer what the KDC knows.
              login.forget();
              return Future.failedFuture(failure(result.cause()));
            });
  }

  private IllegalStateException failure(Throwable cause) {
    return cause instanceof IllegalStateException own
        ? own
        : new IllegalStateException(
            "Kerberos with the service " + service + ": " + KerberosFailure.explain(cause), cause);
  }

  @Override
  public boolean isComplete() {
    return state == State.COMPLETE;
  }

  @Override
  public void dispose() {
    disposed = true;
    if (!busy) {
      release();
    }
  }

  private void release() {
    GSSContext opened = gss;
    gss = null;
    if (opened != null) {
      try {
        opened.dispose();
      } catch (GSSException e) {
        // It held nothing but memory.
        state = State.FAILED;
      }
    }
  }

  @Override
  public String toString() {
    return GssapiFactory.NAME + " with " + service;
  }
}
