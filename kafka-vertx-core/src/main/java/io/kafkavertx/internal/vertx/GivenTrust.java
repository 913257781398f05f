package io.kafkavertx.internal.vertx;

import java.security.KeyStore;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import javax.net.ssl.X509TrustManager;

/**
 * A factory of one trust manager that there is already. Vert.x wraps a single manager in a class
 * that needs slf4j on the class path, which it does not bring: TLS would not work without.
 */
final class GivenTrust extends TrustManagerFactory {
  GivenTrust(X509TrustManager manager) {
    super(new Spi(manager), null, "given");
  }

  private static final class Spi extends TrustManagerFactorySpi {
    private final X509TrustManager manager;

    Spi(X509TrustManager manager) {
      this.manager = manager;
    }

    @Override
    protected void engineInit(KeyStore store) {
      // It is what it is.
    }

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {
      // It is what it is.
    }

    @Override
    protected TrustManager[] engineGetTrustManagers() {
      return new TrustManager[] {manager};
    }
  }
}
