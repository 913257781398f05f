package io.kafkavertx.internal.net;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.KafkaException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What a failure of TLS means, and what can be done about it. TLS libraries say it in riddles. */
final class TlsFailure {
  private static final String CLIENT_CERTIFICATE =
      "the broker wants a certificate from the client, and there is none or it refuses the one it"
          + " got (not trusted, expired or revoked): see tls.keyStorePath and the broker's log";

  /**
   * One side has refused the other, and will again. The first that is found in a message is what it
   * is about.
   */
  private static final List<Hint> REFUSALS =
      List.of(
          new Hint("is revoked", "the broker's certificate is in a list of tls.crlPaths"),
          new Hint(
              "received fatal alert: certificate_expired",
              "the broker says that the client's certificate has expired: renew what"
                  + " tls.keyStorePath names"),
          new Hint("received fatal alert: bad_certificate", CLIENT_CERTIFICATE),
          new Hint("received fatal alert: certificate_", CLIENT_CERTIFICATE),
          new Hint("received fatal alert: unknown_ca", CLIENT_CERTIFICATE),
          new Hint(
              "notafter",
              "a certificate of the broker has expired, or this machine's clock is wrong"),
          new Hint(
              "notbefore",
              "a certificate of the broker is not valid yet, or this machine's clock is wrong"),
          new Hint(
              "subject alternative",
              "the broker's certificate is for another name than the one it was dialled by: make"
                  + " the certificate and the broker's advertised.listeners agree; switching"
                  + " tls.hostnameVerification off would let anybody pose as the broker"),
          new Hint(
              "no name matching",
              "the broker's certificate is for another name than the one it was dialled by: make"
                  + " the certificate and the broker's advertised.listeners agree"),
          new Hint(
              "certification path",
              "nobody whom the client trusts has signed the broker's certificate: set"
                  + " tls.trustStorePath to its authority's certificate"),
          new Hint(
              "path does not chain",
              "nobody whom the client trusts has signed the broker's certificate: set"
                  + " tls.trustStorePath to its authority's certificate"),
          new Hint(
              "protocol_version",
              "the broker speaks none of the versions that tls.protocols allows; those before"
                  + " TLSv1.2 are not safe and not offered"),
          new Hint(
              "server chose tlsv1",
              "the broker speaks none of the versions that tls.protocols allows; those before"
                  + " TLSv1.2 are not safe and not offered"),
          new Hint(
              "handshake_failure",
              "there is no cipher suite or version of TLS that both sides allow: see"
                  + " tls.cipherSuites and tls.protocols, and ssl.* of the broker"),
          new Hint(
              "no appropriate protocol",
              "tls.protocols and tls.cipherSuites leave nothing that the JVM can do"),
          new Hint("unsupported ciphersuite", "tls.cipherSuites names one that does not exist"));

  /** Perhaps there is no TLS at the other end yet, or never; trying again may help. */
  private static final List<Hint> NO_TLS =
      List.of(
          new Hint(
              "not an ssl/tls record",
              "what answered does not speak TLS: set securityProtocol to PLAINTEXT or"
                  + " SASL_PLAINTEXT"),
          // By name: the exceptions of channels belong to the transport.
          new Hint(
              "closedchannelexception",
              "the other end hung up: is this a port without TLS? Set securityProtocol to PLAINTEXT"
                  + " or SASL_PLAINTEXT"));

  private record Hint(String sign, String advice) {}

  private TlsFailure() {}

  static boolean is(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof SSLException || t instanceof GeneralSecurityException) {
        return true;
      }
      if (t.getCause() == t) {
        return false;
      }
    }
    return false;
  }

  /** What the failure says, and the advice that there is for it. */
  static String explain(Throwable cause) {
    String text = ConnectFailure.text(cause);
    Hint hint = find(REFUSALS, text);
    if (hint == null) {
      hint = find(NO_TLS, text);
    }
    return hint == null ? text : text + "; " + hint.advice();
  }

  private static Hint find(List<Hint> hints, String text) {
    String searched = text.toLowerCase(Locale.ROOT);
    for (Hint hint : hints) {
      if (searched.contains(hint.sign())) {
        return hint;
      }
    }
    return null;
  }

  /**
   * What a handshake that failed is reported as. Who was refused for a certificate, a version or a
   * cipher suite need not try again with the same ones.
   */
  static KafkaException report(Written written, String text, Throwable cause) {
    ConnectionException failure =
        new ConnectionException(Reason.TLS, written, text + explain(cause), cause);
    return isRefusal(cause) ? new AuthenticationException(failure.getMessage(), failure) : failure;
  }

  private static boolean isRefusal(Throwable cause) {
    for (Throwable t = cause; t != null && t.getCause() != t; t = t.getCause()) {
      if (t instanceof CertificateException) {
        return true;
      }
    }
    return find(REFUSALS, ConnectFailure.text(cause)) != null;
  }

  /** True for what {@link #report} makes of a refusal: another address may have another. */
  static boolean isReportOfRefusal(Throwable failure) {
    return failure instanceof AuthenticationException
        && failure.getCause() instanceof ConnectionException connection
        && connection.reason() == Reason.TLS;
  }
}
