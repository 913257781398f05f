package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslContext;
import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.time.Clock;
import java.util.HashSet;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/**
 * The ticket of one client. It is got by the first authentication that needs it, off the event
 * loop, and got anew when most of its life is over or when it did not help; until then, and when
 * there is no other, it serves as long as it is valid.
 *
 * <p>On the client's event loop only.
 */
class KerberosLogin {
  /** The part of a ticket's life after which a new one is asked for, as the Java client does. */
  private static final double RENEWAL = 0.8;

  /** How long a renewal that failed is not tried again while the ticket is valid. */
  private static final long RETRY_MILLIS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(KerberosLogin.class);

  private final KerberosSource source;
  private final Clock clock;
  private Future<Ticket> current;
  private Ticket last;
  private boolean useless;

  /**
   * A subject with a ticket.
   *
   * @param renewAt in milliseconds of the wall clock
   * @param endsAt likewise
   */
  record Ticket(Subject subject, long renewAt, long endsAt) {}

  KerberosLogin(KerberosSource source) {
    this(source, Clock.systemUTC());
  }

  KerberosLogin(KerberosSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  Future<Subject> subject(SaslContext context) {
    boolean wanted =
        current == null
            || current.failed()
            || (current.succeeded() && (useless || clock.millis() >= current.result().renewAt()));
    if (wanted) {
      useless = false;
      current =
          context
              .executeBlocking(this::login)
              .recover(this::lastOne)
              .onSuccess(ticket -> last = ticket);
    }
    return current.map(Ticket::subject);
  }

  /** A ticket that is still valid serves on when there is no other, as when the KDC is down. */
  private Future<Ticket> lastOne(Throwable failure) {
    long now = clock.millis();
    if (last == null || now >= last.endsAt()) {
      return Future.failedFuture(failure);
    }
    LOG.warn(
        "The Kerberos ticket is used until it ends in "
            + (last.endsAt() - now) / 1000
            + " s, because there is no other: "
            + failure.getMessage());
    return Future.succeededFuture(new Ticket(last.subject(), now + RETRY_MILLIS, last.endsAt()));
  }

  /** What has been got did not help: the next authentication tries to get another. */
  void forget() {
    useless = true;
  }

  /** The client closes. */
  void close() {
    current = null;
    last = null;
  }

  Ticket login() {
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
              + source.whyNone()
              + "; see krb5.conf and, for details, -Dsun.security.krb5.debug=true",
          e);
    }
    return ticket(subject);
  }

  private Ticket ticket(Subject subject) {
    long now = clock.millis();
    long ends = Long.MAX_VALUE;
    for (KerberosTicket ticket : subject.getPrivateCredentials(KerberosTicket.class)) {
      if (ticket.getEndTime() != null) {
        ends = Math.min(ends, ticket.getEndTime().getTime());
      }
    }
    long renewAt = ends == Long.MAX_VALUE ? ends : now + (long) ((ends - now) * RENEWAL);
    return new Ticket(subject, renewAt, ends);
  }

  @Override
  public String toString() {
    return source.description();
  }
}
