package io.kafkavertx.internal.vertx;

import io.kafkavertx.ClientOptions;
import io.kafkavertx.ConfigException;
import io.kafkavertx.TlsOptions;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509CRL;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Reads keys, certificates and revocation lists anew, and says which option is wrong when one
 * cannot be used. Vert.x keeps what it has read of a file for as long as the client lives, also
 * when it could not be read; managers of our own, new ones each time, do not come from there.
 */
final class TlsMaterial {
  private final Vertx vertx;
  private final TlsOptions tls;
  private final ClientSSLOptions theirs;

  private TlsMaterial(Vertx vertx, TlsOptions tls, ClientSSLOptions theirs) {
    this.vertx = vertx;
    this.tls = tls;
    this.theirs = theirs;
  }

  /**
   * Blocks: call it on a worker thread.
   *
   * @throws ConfigException when something cannot be read, opened or used
   */
  static ClientSSLOptions load(Vertx vertx, TlsOptions tls, ClientOptions<?> options) {
    ClientSSLOptions theirs = options.getNetClientOptions().getSslOptions();
    return new TlsMaterial(vertx, tls, theirs == null ? new ClientSSLOptions() : theirs).build();
  }

  private ClientSSLOptions build() {
    ClientSSLOptions built = new ClientSSLOptions();
    built.setUseAlpn(theirs.isUseAlpn());
    built.setApplicationLayerProtocols(theirs.getApplicationLayerProtocols());
    built.setSslHandshakeTimeout(theirs.getSslHandshakeTimeout());
    built.setSslHandshakeTimeoutUnit(theirs.getSslHandshakeTimeoutUnit());
    Set<String> protocols = new LinkedHashSet<>(tls.getProtocols());
    protocols.retainAll(theirs.getEnabledSecureTransportProtocols());
    built.setEnabledSecureTransportProtocols(protocols);
    theirs.getEnabledCipherSuites().forEach(built::addEnabledCipherSuite);
    tls.getCipherSuites().forEach(built::addEnabledCipherSuite);
    String algorithm = theirs.getHostnameVerificationAlgorithm();
    built.setHostnameVerificationAlgorithm(
        !tls.isHostnameVerification() ? "" : algorithm == null ? "HTTPS" : algorithm);
    KeyManagerFactory keys = keys();
    if (keys != null) {
      built.setKeyCertOptions(KeyCertOptions.wrap(keys));
    }
    if (theirs.isTrustAll()) {
      built.setTrustAll(true);
    } else {
      built.setTrustOptions(TrustOptions.wrap(new GivenTrust(trust())));
    }
    return built;
  }

  private KeyManagerFactory keys() {
    String option = tls.hasKeyStore() ? "tls.keyStore" : "netClientOptions.keyCertOptions";
    try {
      KeyManagerFactory factory = null;
      if (tls.hasKeyStore()) {
        factory = TlsStores.keys(vertx, tls);
      } else if (theirs.getKeyCertOptions() != null) {
        factory = theirs.getKeyCertOptions().copy().getKeyManagerFactory(vertx);
      }
      if (factory != null) {
        TlsStores.checkKeys(option, factory);
      }
      return factory;
    } catch (ConfigException e) {
      throw e;
    } catch (Exception e) {
      throw unusable(option, e);
    }
  }

  private X509TrustManager trust() {
    String option = tls.hasTrustStore() ? "tls.trustStore" : "netClientOptions.trustOptions";
    X509TrustManager manager;
    try {
      TrustManagerFactory factory;
      if (tls.hasTrustStore()) {
        factory = defaults(TlsStores.trust(vertx, tls));
      } else if (theirs.getTrustOptions() != null) {
        factory = theirs.getTrustOptions().copy().getTrustManagerFactory(vertx);
      } else {
        factory = defaults(null);
      }
      manager = only(option, factory);
    } catch (ConfigException e) {
      throw e;
    } catch (Exception e) {
      throw unusable(option, e);
    }
    List<X509CRL> lists =
        new RevocationLists(List.of(manager.getAcceptedIssuers())).load(vertx, tls, theirs);
    return lists.isEmpty() ? manager : RevocationCheck.of(manager, lists);
  }

  private static TrustManagerFactory defaults(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static X509TrustManager only(String option, TrustManagerFactory factory) {
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        if (x509.getAcceptedIssuers().length == 0
            && x509.getClass().getName().startsWith("sun.security")) {
          throw new ConfigException(
              option
                  + ": it holds no certificate to trust; is its password missing, or is it a key"
                  + " store?");
        }
        return x509;
      }
    }
    throw new ConfigException(option + ": there is no X.509 trust manager in it");
  }

  static ConfigException unusable(String option, Throwable cause) {
    return new ConfigException(option + " cannot be used: " + TlsStores.reason(cause), cause);
  }
}
