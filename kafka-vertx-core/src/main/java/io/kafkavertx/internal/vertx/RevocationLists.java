package io.kafkavertx.internal.vertx;

import io.kafkavertx.ConfigException;
import io.kafkavertx.TlsOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Reads lists of revoked certificates. One in the name of an authority that the client trusts must
 * be signed by it; those of intermediate authorities are checked when a broker sends the
 * certificates of these, by {@link RevocationCheck}. Everything here blocks.
 */
final class RevocationLists {
  private final List<X509Certificate> issuers;

  /**
   * @param issuers whom the client trusts
   */
  RevocationLists(List<X509Certificate> issuers) {
    this.issuers = issuers;
  }

  /**
   * All lists of both kinds of options.
   *
   * @throws ConfigException when one cannot be read, or is not signed by whom it says
   */
  List<X509CRL> load(Vertx vertx, TlsOptions tls, ClientSSLOptions theirs) {
    List<String> paths = new ArrayList<>(tls.getCrlPaths());
    paths.addAll(theirs.getCrlPaths());
    List<Buffer> values = new ArrayList<>(tls.getCrlValues());
    values.addAll(theirs.getCrlValues());
    List<X509CRL> lists = new ArrayList<>();
    for (String path : paths) {
      lists.addAll(
          read("tls.crlPaths (" + path + ")", TlsStores.read(vertx, "tls.crlPaths", path)));
    }
    for (Buffer value : values) {
      lists.addAll(read("tls.crlValues", value));
    }
    return List.copyOf(lists);
  }

  private List<X509CRL> read(String option, Buffer value) {
    try {
      Collection<? extends CRL> found =
          CertificateFactory.getInstance("X.509")
              .generateCRLs(new ByteArrayInputStream(value.getBytes()));
      List<X509CRL> lists = new ArrayList<>();
      for (CRL one : found) {
        if (one instanceof X509CRL list) {
          check(option, list);
          lists.add(list);
        }
      }
      if (lists.isEmpty()) {
        throw new ConfigException(option + ": there is no list of revoked certificates in it");
      }
      return lists;
    } catch (GeneralSecurityException e) {
      throw TlsMaterial.unusable(option, e);
    }
  }

  private void check(String option, X509CRL list) {
    if (isForged(list, issuers)) {
      throw new ConfigException(
          option
              + ": the list of revoked certificates in the name of "
              + list.getIssuerX500Principal()
              + " has not the signature of "
              + list.getIssuerX500Principal());
    }
  }

  /** True when {@code certificates} has the list's issuer, but none whose key has signed it. */
  static boolean isForged(X509CRL list, List<X509Certificate> certificates) {
    boolean known = false;
    for (X509Certificate certificate : certificates) {
      if (certificate.getSubjectX500Principal().equals(list.getIssuerX500Principal())) {
        known = true;
        if (isSigned(list, certificate)) {
          return false;
        }
      }
    }
    return known;
  }

  private static boolean isSigned(X509CRL list, X509Certificate certificate) {
    try {
      list.verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
