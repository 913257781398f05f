package io.kafkavertx.internal.vertx;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Refuses chains with a certificate that one of the given lists revokes, after all that the trust
 * manager behind it checks. An extended one, so that the JDK's check of the host name stays where
 * it is.
 */
final class RevocationCheck extends X509ExtendedTrustManager {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationCheck.class);

  private final X509ExtendedTrustManager next;
  private final Lists lists;

  private RevocationCheck(X509ExtendedTrustManager next, Lists lists) {
    this.next = next;
    this.lists = lists;
  }

  /** A manager that is not an extended one gets its host name check from the JDK. */
  static X509TrustManager of(X509TrustManager next, Collection<X509CRL> revoked) {
    Lists lists = new Lists(revoked);
    if (next instanceof X509ExtendedTrustManager extended) {
      return new RevocationCheck(extended, lists);
    }
    return new X509TrustManager() {
      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type)
          throws CertificateException {
        next.checkClientTrusted(chain, type);
        lists.check(chain);
      }

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type)
          throws CertificateException {
        next.checkServerTrusted(chain, type);
        lists.check(chain);
      }

      @Override
      public X509Certificate[] getAcceptedIssuers() {
        return next.getAcceptedIssuers();
      }
    };
  }

  /** What was found out about the lists lives as long as they do. */
  private static final class Lists {
    private final Collection<X509CRL> all;
    private final Set<X509CRL> outOfDate = ConcurrentHashMap.newKeySet();

    Lists(Collection<X509CRL> all) {
      this.all = all;
    }

    void check(X509Certificate[] chain) throws CertificateException {
      for (X509Certificate certificate : chain) {
        for (X509CRL list : all) {
          if (list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())) {
            check(certificate, list, chain);
          }
        }
      }
    }

    private void check(X509Certificate certificate, X509CRL list, X509Certificate[] chain)
        throws CertificateException {
      if (RevocationLists.isForged(list, List.of(chain))) {
        throw new CertificateException(
            "the list of revoked certificates in the name of "
                + list.getIssuerX500Principal()
                + " (tls.crlPaths, tls.crlValues) has not its signature");
      }
      if (list.isRevoked(certificate)) {
        throw revocation(certificate, list);
      }
      Date next = list.getNextUpdate();
      if (next != null && next.before(new Date()) && outOfDate.add(list)) {
        LOG.warn(
            "The list of revoked certificates of "
                + list.getIssuerX500Principal()
                + " is out of date since "
                + next.toInstant()
                + ": what was revoked after it was made goes unnoticed. Renew what tls.crlPaths or"
                + " tls.crlValues names, then call reloadTls");
      }
    }
  }

  private static CertificateException revocation(X509Certificate certificate, X509CRL list) {
    String text = "the certificate of " + certificate.getSubjectX500Principal() + " is revoked";
    X509CRLEntry entry = list.getRevokedCertificate(certificate);
    if (entry == null || entry.getRevocationReason() == null) {
      return new CertificateException(text);
    }
    return new CertificateException(
        text,
        new CertificateRevokedException(
            entry.getRevocationDate(),
            entry.getRevocationReason(),
            certificate.getIssuerX500Principal(),
            Map.of()));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    next.checkClientTrusted(chain, type);
    lists.check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    next.checkClientTrusted(chain, type, socket);
    lists.check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    next.checkClientTrusted(chain, type, engine);
    lists.check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    next.checkServerTrusted(chain, type);
    lists.check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    next.checkServerTrusted(chain, type, socket);
    lists.check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    next.checkServerTrusted(chain, type, engine);
    lists.check(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return next.getAcceptedIssuers();
  }
}
