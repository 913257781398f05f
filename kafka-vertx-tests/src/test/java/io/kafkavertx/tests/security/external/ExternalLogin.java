package io.kafkavertx.tests.security.external;

import java.security.Provider;
import java.security.Security;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.spi.LoginModule;

/** Runs in a broker: its login does nothing, but with it come the servers of EXTERNAL. */
public final class ExternalLogin implements LoginModule {
  static {
    Provider provider = new Provider("EXTERNAL for tests", "1", "SASL EXTERNAL") {};
    provider.put("SaslServerFactory.EXTERNAL", ExternalServers.class.getName());
    Security.addProvider(provider);
  }

  @Override
  public void initialize(
      Subject subject, CallbackHandler handler, Map<String, ?> shared, Map<String, ?> options) {}

  @Override
  public boolean login() {
    return true;
  }

  @Override
  public boolean commit() {
    return true;
  }

  @Override
  public boolean abort() {
    return false;
  }

  @Override
  public boolean logout() {
    return true;
  }
}
