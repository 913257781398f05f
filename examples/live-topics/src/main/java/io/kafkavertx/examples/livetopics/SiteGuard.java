package io.kafkavertx.examples.livetopics;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Security headers, and no word to other sites: a page of another origin in the same browser could
 * otherwise connect to the bridge of a server that only listens on this machine.
 */
final class SiteGuard implements Handler<RoutingContext> {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
          + "require-trusted-types-for 'script'";

  private final boolean loopback;

  SiteGuard(String host) {
    loopback = LOOPBACK.contains(host);
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    String origin = request.getHeader("Origin");
    if (!isOurName(request.authority()) || (origin != null && !isOurs(origin, request))) {
      context
          .response()
          .setStatusCode(403)
          .putHeader("Content-Type", "text/plain; charset=utf-8")
          .end("This address or origin is not served. Open the page under the printed URL.");
      return;
    }
    context
        .response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    context.next();
  }

  /** A foreign name that resolves to this machine (DNS rebinding) is not ours. */
  private boolean isOurName(HostAndPort authority) {
    return authority != null && (!loopback || LOOPBACK.contains(authority.host()));
  }

  private static boolean isOurs(String origin, HttpServerRequest request) {
    String host = request.getHeader("Host");
    return host != null && (origin.equals("http://" + host) || origin.equals("https://" + host));
  }
}
