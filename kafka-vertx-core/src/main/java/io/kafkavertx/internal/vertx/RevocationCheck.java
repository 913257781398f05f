package io.kafkavertx.internal.vertx;

import java.net.Socket;
import java.security.cert.CRL;
import java.security.cert.CertificateException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Refuses chains with a certificate that one of the given lists revokes, after all that the trust
 * manager behind it checks. An extended one, so that the JDK's check of the host name stays where
 * it is.
 */
final class RevocationCheck extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager next;
  private final Collection<CRL> revoked;

  private RevocationCheck(X509ExtendedTrustManager next, Collection<CRL> revoked) {
    this.next = next;
    this.revoked = revoked;
  }

  /** A manager that is not an extended one gets its host name check from the JDK. */
  static X509TrustManager of(X509TrustManager next, Set<CRL> revoked) {
    if (next instanceof X509ExtendedTrustManager extended) {
      return new RevocationCheck(extended, revoked);
    }
    return new X509TrustManager() {
      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type)
          throws CertificateException {
        next.checkClientTrusted(chain, type);
        check(chain, revoked);
      }

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type)
          throws CertificateException {
        next.checkServerTrusted(chain, type);
        check(chain, revoked);
      }

      @Override
      public X509Certificate[] getAcceptedIssuers() {
        return next.getAcceptedIssuers();
      }
    };
  }

  private static void check(X509Certificate[] chain, Collection<CRL> revoked)
      throws CertificateException {
    for (X509Certificate certificate : chain) {
      for (CRL list : revoked) {
        if (list.isRevoked(certificate)) {
          throw revocation(certificate, list);
        }
      }
    }
  }

  private static CertificateException revocation(X509Certificate certificate, CRL list) {
    String text = "the certificate of " + certificate.getSubjectX500Principal() + " is revoked";
    X509CRLEntry entry =
        list instanceof X509CRL x509 ? x509.getRevokedCertificate(certificate) : null;
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
    check(chain, revoked);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    next.checkClientTrusted(chain, type, socket);
    check(chain, revoked);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    next.checkClientTrusted(chain, type, engine);
    check(chain, revoked);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    next.checkServerTrusted(chain, type);
    check(chain, revoked);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    next.checkServerTrusted(chain, type, socket);
    check(chain, revoked);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    next.checkServerTrusted(chain, type, engine);
    check(chain, revoked);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return next.getAcceptedIssuers();
  }
}
