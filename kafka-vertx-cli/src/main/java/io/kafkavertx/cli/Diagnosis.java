package io.kafkavertx.cli;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.ClientOptions;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/** Why the client does not get through to an address, and what the user can do. */
final class Diagnosis {
  private final ClientOptions<?> options;
  private final Finding found;
  private final Throwable failure;

  /**
   * @param found what a probe saw there
   * @param failure what the client failed with
   */
  Diagnosis(ClientOptions<?> options, Finding found, Throwable failure) {
    this.options = options;
    this.found = found;
    this.failure = failure;
  }

  /** One of those of {@link ExitCode}. */
  int exitCode() {
    boolean refused =
        found.kind() == Finding.Kind.KAFKA
            && (failure instanceof AuthenticationException
                || needsSasl()
                || (!needsTls() && sasl()));
    return refused ? ExitCode.REFUSED : ExitCode.UNREACHABLE;
  }

  Throwable failure() {
    return failure;
  }

  String text() {
    return switch (found.kind()) {
      case NO_NAME ->
          found.address()
              + ": the name '"
              + found.address().host()
              + "' does not resolve. Is it spelled right, and does this machine's DNS or /etc/hosts"
              + " know it?";
      case NOBODY ->
          found.address()
              + ": nothing listens there ("
              + hosts()
              + " refused the connection). Is the broker up, and is this its port?";
      case NO_ANSWER ->
          found.address()
              + ": "
              + hosts()
              + " does not answer. A firewall, or a host that is down?";
      case NO_KAFKA ->
          found.address()
              + ": that is "
              + found.what()
              + ", not a Kafka broker. Is it the right port?";
      case KAFKA -> kafka();
    };
  }

  private String hosts() {
    return found.hosts().stream()
        .map(InetAddress::getHostAddress)
        .collect(Collectors.joining(", "));
  }

  private boolean tls() {
    return options.getSecurityProtocol().isTls();
  }

  private boolean sasl() {
    return options.getSecurityProtocol().isSasl();
  }

  private boolean needsTls() {
    return found.tls() != null && !tls();
  }

  private boolean needsSasl() {
    return found.wantsSasl() && !sasl();
  }

  private String kafka() {
    String where = found.address() + ": ";
    if (needsTls()) {
      return where
          + "that is a TLS port, and the client spoke plain text. Use --tls, with --ca FILE when"
          + " the JVM does not know the authority that signed "
          + Certificates.name(found.tls())
          + "."
          + (needsSasl() ? " It also wants a login: " + offered() : "");
    }
    if (found.tls() == null && tls()) {
      return where
          + "the broker speaks plain text on that port, and the client expected TLS. Leave out --tls"
          + " (or set security.protocol to "
          + (found.wantsSasl() ? "SASL_PLAINTEXT" : "PLAINTEXT")
          + "), or use the broker's TLS port.";
    }
    if (needsSasl()) {
      return where
          + "the broker wants a login, and none was given. "
          + offered()
          + " Use --user NAME --mechanism M, and $KAFKA_PASSWORD or --password.";
    }
    if (!found.wantsSasl() && sasl() && found.obstacle() == null) {
      return where
          + "the broker wants no login on that port, and one was configured. Leave out --user, or"
          + " use the port of its SASL listener.";
    }
    return where + reason();
  }

  private String offered() {
    return "It offers " + String.join(", ", found.mechanisms()) + ".";
  }

  private String reason() {
    String told = Explanation.text(failure);
    List<String> mechanisms = found.mechanisms();
    String mechanism = options.getSaslMechanism();
    if (mechanism != null && found.wantsSasl() && !mechanisms.contains(mechanism)) {
      return "the broker does not offer the mechanism "
          + mechanism
          + ". "
          + offered()
          + " Choose one with --mechanism.";
    }
    if (tls() && found.tls() != null) {
      String problem = Certificates.problem(found.tls(), found.address(), causes(failure));
      return problem == null ? told : problem;
    }
    return told;
  }

  private static String causes(Throwable failure) {
    StringBuilder text = new StringBuilder();
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth < 10; cause = cause.getCause()) {
      text.append(cause.getMessage()).append('\n');
      depth++;
    }
    return text.toString();
  }
}
