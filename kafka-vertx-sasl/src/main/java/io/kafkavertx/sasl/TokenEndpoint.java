package io.kafkavertx.sasl;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Asks a token endpoint, again when that may help. Nothing of what it says gets into a message. */
final class TokenEndpoint {
  /** The longest answer in bytes. */
  static final int MAX_BODY = 64 * 1024;

  /** What will not change by asking again; the Java client has the same list. */
  private static final Set<Integer> FINAL =
      Set.of(400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 501, 505);

  private final TokenEndpointOptions options;

  TokenEndpoint(TokenEndpointOptions options) {
    options.validate();
    this.options = options;
  }

  /** The endpoint has answered, but not with a token. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean isFinal;

    Refused(String message, boolean isFinal) {
      super(message);
      this.isFinal = isFinal;
    }
  }

  /**
   * Posts a form.
   *
   * @param authorization the header of that name; null for none
   */
  Future<OAuthToken> post(Vertx vertx, Map<String, String> form, String authorization) {
    StringBuilder body = new StringBuilder();
    form.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            body.append(body.length() == 0 ? "" : "&").append(name).append('=');
            body.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
          }
        });
    HttpClientOptions client =
        new HttpClientOptions()
            .setSsl(options.isSecure())
            .setVerifyHost(true)
            .setTrustOptions(options.trust())
            .setConnectTimeout((int) options.connectTimeout().toMillis())
            .setSslHandshakeTimeout(options.connectTimeout().toMillis())
            .setKeepAlive(false)
            .setDecompressionSupported(false);
    HttpClient http = vertx.createHttpClient(client);
    Promise<OAuthToken> promise = Promise.promise();
    Attempts attempts = new Attempts(vertx, http, Buffer.buffer(body.toString()), authorization);
    // On a context, whoever calls: from a thread that is not Vert.x's a response could be over
    // before its handlers are set.
    vertx.getOrCreateContext().runOnContext(nothing -> attempts.next(promise, 1));
    return promise.future().eventually(http::close);
  }

  private final class Attempts {
    private final Vertx vertx;
    private final HttpClient http;
    private final Buffer body;
    private final String authorization;
    private final long giveUpAt;

    Attempts(Vertx vertx, HttpClient http, Buffer body, String authorization) {
      this.vertx = vertx;
      this.http = http;
      this.body = body;
      this.authorization = authorization;
      this.giveUpAt = System.nanoTime() + options.retryBackoffMax().toNanos();
    }

    void next(Promise<OAuthToken> promise, int attempt) {
      once()
          .onComplete(
              promise::complete,
              failure -> {
                long doubled = options.retryBackoff().toMillis() << Math.min(20, attempt - 1);
                long wait =
                    (long) (doubled * (0.8 + 0.4 * ThreadLocalRandom.current().nextDouble()));
                boolean late =
                    System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait) - giveUpAt >= 0;
                if (late || (failure instanceof Refused refused && refused.isFinal)) {
                  promise.fail(new IllegalStateException(explain(failure, attempt), safe(failure)));
                } else {
                  vertx.setTimer(Math.max(1, wait), timer -> next(promise, attempt + 1));
                }
              });
    }

    private Future<OAuthToken> once() {
      URI uri = options.endpoint();
      String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      RequestOptions request =
          new RequestOptions()
              .setMethod(HttpMethod.POST)
              .setHost(uri.getHost())
              .setPort(uri.getPort() >= 0 ? uri.getPort() : options.isSecure() ? 443 : 80)
              .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
              .setFollowRedirects(false)
              .setConnectTimeout(options.connectTimeout().toMillis())
              .setIdleTimeout(options.readTimeout().toMillis())
              .putHeader("Accept", "application/json")
              .putHeader("Cache-Control", "no-cache")
              .putHeader("Content-Type", "application/x-www-form-urlencoded");
      if (authorization != null) {
        request.putHeader("Authorization", authorization);
      }
      return http.request(request).compose(this::exchange);
    }

    private Future<OAuthToken> exchange(HttpClientRequest request) {
      // The idle time-out alone would let an endpoint drip for ever.
      long timer = vertx.setTimer(2 * options.readTimeout().toMillis(), late -> request.reset());
      return request
          .send(body)
          .compose(this::read)
          .eventually(
              () -> {
                vertx.cancelTimer(timer);
                return Future.succeededFuture();
              });
    }

    private Future<OAuthToken> read(HttpClientResponse response) {
      int status = response.statusCode();
      Promise<Buffer> whole = Promise.promise();
      response.exceptionHandler(whole::tryFail);
      if (status >= 300 && status < 400) {
        response.request().reset();
        return Future.failedFuture(
            new Refused("answered with a redirect (" + status + "), which is not followed", true));
      }
      Buffer collected = Buffer.buffer();
      response.handler(
          chunk -> {
            if (collected.length() + chunk.length() > MAX_BODY) {
              whole.tryFail(new Refused("answered with more than " + MAX_BODY + " bytes", true));
              response.request().reset();
            } else {
              collected.appendBuffer(chunk);
            }
          });
      response.endHandler(end -> whole.tryComplete(collected));
      return whole.future().map(text -> token(status, text));
    }
  }

  private static OAuthToken token(int status, Buffer body) {
    if (status != 200) {
      throw new Refused(
          "answered with status " + status + TokenResponse.error(body), FINAL.contains(status));
    }
    try {
      return TokenResponse.parse(body);
    } catch (IllegalArgumentException e) {
      throw new Refused(e.getMessage(), true);
    }
  }

  private String explain(Throwable failure, int attempts) {
    return "the "
        + options
        + " "
        + (failure instanceof Refused
            ? failure.getMessage()
            : "could not be asked: " + failure.getClass().getSimpleName() + describe(failure))
        + (attempts == 1 ? "" : " (after " + attempts + " attempts)");
  }

  private static String describe(Throwable failure) {
    return failure.getMessage() == null ? "" : ": " + Printable.of(failure.getMessage(), 300);
  }

  /** Our own words are the message already. */
  private static Throwable safe(Throwable failure) {
    return failure instanceof Refused ? null : failure;
  }
}
