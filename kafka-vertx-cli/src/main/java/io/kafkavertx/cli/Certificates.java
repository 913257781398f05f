package io.kafkavertx.cli;

import io.kafkavertx.BootstrapAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What a broker's certificate says. */
final class Certificates {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private Certificates() {}

  /** For a sentence: "the certificate of CN=...". */
  static String name(TlsSession session) {
    return session.chain().isEmpty()
        ? "its certificate"
        : "its certificate (" + session.chain().get(0).getSubjectX500Principal() + ")";
  }

  /**
   * Why a handshake failed, in words.
   *
   * @param told what the TLS library said, causes included
   * @return null when none of the usual reasons applies
   */
  static String problem(TlsSession session, BootstrapAddress address, String told) {
    String text = told.toLowerCase(Locale.ROOT);
    if (text.contains("received fatal alert") && text.contains("certificate")) {
      return "the broker wants a certificate from the client, and there is none or it refuses the"
          + " one it got (not trusted, expired or revoked). Use --cert FILE and --key-file FILE;"
          + " the broker's log says more.";
    }
    if (session.chain().isEmpty()) {
      return null;
    }
    X509Certificate certificate = session.chain().get(0);
    Instant now = Instant.now();
    Instant end = certificate.getNotAfter().toInstant();
    if (end.isBefore(now) || text.contains("notafter")) {
      return "the broker's certificate expired on "
          + day(end)
          + ", or this machine's clock is wrong ("
          + day(now)
          + "). Whoever runs the broker has to renew it.";
    }
    if (text.contains("subject alternative") || text.contains("no name matching")) {
      return "the broker's certificate is for "
          + forWhom(certificate)
          + ", and the client dialled "
          + address.host()
          + ". Use a name that it is for; clients are sent on to what advertised.listeners of the"
          + " broker says, so that has to agree too.";
    }
    if (text.contains("certification path") || text.contains("does not chain")) {
      return "nobody whom this machine trusts has signed the broker's certificate ("
          + certificate.getSubjectX500Principal()
          + ", signed by "
          + (selfSigned(certificate) ? "itself" : certificate.getIssuerX500Principal())
          + "). If you trust that, give its certificate with --ca FILE.";
    }
    return null;
  }

  private static String forWhom(X509Certificate certificate) {
    List<String> names = names(certificate);
    return names.isEmpty()
        ? certificate.getSubjectX500Principal().toString()
        : String.join(", ", names);
  }

  /** Host names and IP addresses. */
  static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> one : alternatives) {
          if (one.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS)) {
            names.add(String.valueOf(one.get(1)));
          }
        }
      }
    } catch (CertificateParsingException e) {
      names.add("(names that cannot be read)");
    }
    return names;
  }

  static boolean selfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  /** How long it is still good for. */
  static String expiry(X509Certificate certificate, Instant now) {
    Instant end = certificate.getNotAfter().toInstant();
    long days = Duration.between(now, end).toDays();
    if (end.isBefore(now)) {
      return day(end) + ", EXPIRED " + -days + " days ago";
    }
    return day(end) + ", in " + days + (days == 1 ? " day" : " days");
  }

  static String day(Instant time) {
    return time.toString().substring(0, 10);
  }
}
