package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslContext;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/**
 * The ticket of one client. It is got by the first authentication that needs it, off the event
 * loop, and got anew when most of its life is over or when it did not help.
 *
 * <p>On the client's event loop only.
 */
final class KerberosLogin {
  /** The part of a ticket's life after which a new one is asked for, as the Java client does. */
  private static final double RENEWAL = 0.8;

  private final KerberosSource source;
  private final Clock clock = Clock.systemUTC();
  private Future<Ticket> current;

  /**
   * A subject with a ticket.
   *
   * @param renewAt in milliseconds of the wall clock
   */
  private record Ticket(Subject subject, long renewAt) {}

  KerberosLogin(KerberosSource source) {
    this.source = source;
  }

  Future<Subject> subject(SaslContext context) {
    boolean useless =
        current == null
            || current.failed()
            || (current.succeeded() && clock.millis() >= current.result().renewAt());
    if (useless) {
      current = context.executeBlocking(this::login);
    }
    return current.map(Ticket::subject);
  }

  /** What has been got did not help: the next authentication gets another. */
  void forget() {
    current = null;
  }

  private Ticket login() {
    Subject subject = new Subject(false, new HashSet<>(), new HashSet<>(), new HashSet<>());
    try {
      LoginContext login = new LoginContext("kafka", subject, null, source.configuration());
      login.login();
    } catch (LoginException | SecurityException e) {
      throw new IllegalStateException(
          "no Kerberos ticket with "
              + source.description()
              + ": "
              + KerberosFailure.explain(e)
              + "; see krb5.conf and, for details, -Dsun.security.krb5.debug=true",
          e);
    }
    return new Ticket(subject, renewAt(subject.getPrivateCredentials(KerberosTicket.class)));
  }

  private long renewAt(Set<KerberosTicket> tickets) {
    long now = clock.millis();
    long earliest = Long.MAX_VALUE;
    for (KerberosTicket ticket : tickets) {
      if (ticket.getEndTime() != null) {
        long left = ticket.getEndTime().getTime() - now;
        earliest = Math.min(earliest, now + (long) (left * RENEWAL));
      }
    }
    return earliest;
  }

  @Override
  public String toString() {
    return source.description();
  }
}
