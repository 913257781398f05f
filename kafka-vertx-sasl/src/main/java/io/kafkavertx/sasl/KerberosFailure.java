package io.kafkavertx.sasl;

import java.util.List;
import java.util.Locale;

/** What Kerberos means by its messages. */
final class KerberosFailure {
  private static final List<Hint> HINTS =
      List.of(
          new Hint("connection refused", "the KDC is not reachable"),
          new Hint("timed out", "the KDC does not answer"),
          new Hint("cannot locate kdc", "krb5.conf has no KDC for this realm"),
          new Hint(
              "cannot locate default realm", "krb5.conf was not found or has no default realm"),
          new Hint(
              "unable to obtain password", "neither a key nor a ticket for the principal is there"),
          new Hint("checksum failed", "the keytab's key is not the principal's, or no longer"),
          new Hint(
              "integrity check on decrypted field failed",
              "the keytab's key is not the principal's, or no longer"),
          new Hint(
              "pre-authentication information was invalid",
              "the keytab's key is not the principal's, or no longer"),
          new Hint(
              "preauthentication failed", "the keytab's key is not the principal's, or no longer"),
          new Hint("client not found", "the KDC does not know the principal"),
          new Hint(
              "server not found",
              "the KDC does not know the broker's principal: see serviceName and domainName"),
          new Hint("clock skew", "the clocks of client and KDC differ too much"),
          new Hint(
              "failed to find any kerberos tgt",
              "the ticket has expired, or its cache holds none of the principal"),
          new Hint("ticket expired", "the ticket has expired: get another with kinit"),
          new Hint(
              "unable to obtain principal name", "the ticket cache is missing, empty or expired"));

  private record Hint(String sign, String advice) {}

  private KerberosFailure() {}

  static String explain(Throwable failure) {
    StringBuilder text = new StringBuilder();
    int depth = 0;
    for (Throwable t = failure; t != null && depth < 6; t = t.getCause(), depth++) {
      String message = t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
      if (text.indexOf(message) < 0) {
        text.append(text.length() == 0 ? "" : ": ").append(message.strip());
      }
    }
    String searched = text.toString().toLowerCase(Locale.ROOT);
    for (Hint hint : HINTS) {
      if (searched.contains(hint.sign())) {
        return hint.advice() + " (" + text + ")";
      }
    }
    return text.toString();
  }
}
