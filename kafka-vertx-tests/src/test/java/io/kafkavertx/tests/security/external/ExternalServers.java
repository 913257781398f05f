package io.kafkavertx.tests.security.external;

import java.util.Map;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import javax.security.sasl.SaslServerFactory;

/** The broker's side of EXTERNAL: nobody may act as somebody else. */
public final class ExternalServers implements SaslServerFactory {
  @Override
  public SaslServer createSaslServer(
      String mechanism,
      String protocol,
      String serverName,
      Map<String, ?> properties,
      CallbackHandler handler) {
    return new Server();
  }

  @Override
  public String[] getMechanismNames(Map<String, ?> properties) {
    return new String[] {"EXTERNAL"};
  }

  private static final class Server implements SaslServer {
    private boolean complete;

    @Override
    public String getMechanismName() {
      return "EXTERNAL";
    }

    @Override
    public byte[] evaluateResponse(byte[] response) throws SaslException {
      if (response.length > 0) {
        throw new SaslException("EXTERNAL: nobody may act as somebody else");
      }
      complete = true;
      return new byte[0];
    }

    @Override
    public boolean isComplete() {
      return complete;
    }

    @Override
    public String getAuthorizationID() {
      return "";
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int length) {
      throw new IllegalStateException();
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int length) {
      throw new IllegalStateException();
    }

    @Override
    public Object getNegotiatedProperty(String name) {
      return null;
    }

    @Override
    public void dispose() {}
  }
}
