package io.kafkavertx.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenEndpointTest {
  private static final String CANARY = "CANARY-http-17";

  private record Received(String authorization, String body) {}

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Consumer<HttpServerRequest> answer;
  private Vertx vertx;
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .body()
                            .onSuccess(
                                body -> {
                                  received.add(
                                      new Received(
                                          request.getHeader("Authorization"), body.toString()));
                                  answer.accept(request);
                                }))
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private TokenEndpointOptions options() {
    return TokenEndpointOptions.of("http://127.0.0.1:" + server.actualPort() + "/token?x=1")
        .allowedHosts(Set.of("127.0.0.1"))
        .allowInsecureHttp(true)
        .retryBackoff(Duration.ofMillis(20), Duration.ofSeconds(2));
  }

  private Future<OAuthToken> fetch(TokenEndpointOptions options) {
    return ClientCredentialsTokens.create(vertx, options, "client", CANARY + "s").get();
  }

  private Throwable failure(TokenEndpointOptions options) {
    Throwable failure = catchThrowable(() -> await(fetch(options))).getCause();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      assertThat(t.toString()).doesNotContain(CANARY);
    }
    return failure;
  }

  private static JsonObject token() {
    return new JsonObject().put("access_token", "abc").put("expires_in", 3600);
  }

  private static void reply(HttpServerRequest request, int status, Object body) {
    request.response().setStatusCode(status).end(Buffer.buffer(body.toString()));
  }

  @Test
  void aTokenIsFetchedWithClientCredentials() throws Exception {
    answer = request -> reply(request, 200, token().put("token_type", "Bearer"));
    Instant before = Instant.now();
    OAuthToken token = await(fetch(options().scope("kafka & more")));
    assertThat(token.value()).isEqualTo("abc");
    assertThat(token.expiresAt()).isBetween(before.plusSeconds(3599), before.plusSeconds(3700));
    Received request = received.get(0);
    assertThat(request.body()).isEqualTo("grant_type=client_credentials&scope=kafka+%26+more");
    assertThat(
            new String(
                Base64.getDecoder().decode(request.authorization().substring(6)),
                StandardCharsets.UTF_8))
        .isEqualTo("client:" + CANARY + "s");
  }

  @Test
  void aTokenIsFetchedWithAnAssertion() throws Exception {
    answer = request -> reply(request, 200, token());
    OAuthToken token =
        await(
            JwtBearerTokens.create(vertx, options(), () -> Future.succeededFuture("h.p.s")).get());
    assertThat(token.value()).isEqualTo("abc");
    assertThat(received.get(0).body())
        .isEqualTo(
            "assertion=h.p.s&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer");
    assertThat(received.get(0).authorization()).isNull();
  }

  @Test
  void aJwtSaysItselfWhoseItIsAndWhenItExpires() throws Exception {
    long end = Instant.now().getEpochSecond() + 100;
    String claims = new JsonObject().put("sub", "alice").put("exp", end).encode();
    String jwt =
        "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes()) + ".x";
    answer = request -> reply(request, 200, token().put("access_token", jwt));
    OAuthToken token = await(fetch(options()));
    assertThat(token.expiresAt().getEpochSecond()).isEqualTo(end);
    assertThat(token.principal()).isEqualTo("alice");
  }

  @Test
  void aRefusalIsFinalAndItsBodyIsNotShown() {
    answer =
        request ->
            reply(
                request,
                401,
                new JsonObject()
                    .put("error", "invalid_client")
                    .put("error_description", CANARY + " is wrong"));
    assertThat(failure(options()))
        .hasMessageContaining("answered with status 401 and error invalid_client")
        .hasMessageContaining("127.0.0.1");
    assertThat(received).hasSize(1);
    answer = request -> reply(request, 400, new JsonObject().put("error", CANARY));
    assertThat(failure(options())).hasMessageEndingWith("answered with status 400");
  }

  @Test
  void aServerErrorIsTriedAgain() throws Exception {
    answer =
        request -> {
          if (received.size() < 3) {
            reply(request, 503, CANARY);
          } else {
            reply(request, 200, token());
          }
        };
    assertThat(await(fetch(options())).value()).isEqualTo("abc");
    assertThat(received).hasSize(3);
  }

  @Test
  void repetitionsEnd() {
    answer = request -> reply(request, 503, CANARY);
    Throwable failure = failure(options().retryBackoff(ms(20), ms(300)));
    assertThat(failure).hasMessageContaining("status 503").hasMessageContaining("attempts)");
    assertThat(received.size()).isBetween(2, 8);
  }

  private static Duration ms(long value) {
    return Duration.ofMillis(value);
  }

  @Test
  void aRedirectIsNotFollowed() {
    answer =
        request ->
            request
                .response()
                .setStatusCode(302)
                .putHeader("Location", "http://127.0.0.1:" + server.actualPort() + "/other")
                .end();
    assertThat(failure(options())).hasMessageContaining("redirect (302), which is not followed");
    assertThat(received).hasSize(1);
  }

  @Test
  void aLongAnswerIsCut() {
    answer = request -> reply(request, 200, CANARY.repeat(10_000));
    assertThat(failure(options())).hasMessageContaining("more than 65536 bytes");
  }

  @Test
  void whatIsNoTokenIsSaidSo() {
    answer = request -> reply(request, 200, CANARY);
    assertThat(failure(options())).hasMessageContaining("no JSON object");
    answer = request -> reply(request, 200, new JsonObject().put("token", CANARY));
    assertThat(failure(options())).hasMessageContaining("without an access_token");
    answer = request -> reply(request, 200, token().put("access_token", CANARY + "\u0001"));
    assertThat(failure(options())).hasMessageContaining("no bearer token");
    answer = request -> reply(request, 200, token().put("token_type", "mac"));
    assertThat(failure(options())).hasMessageContaining("no bearer token");
    answer = request -> reply(request, 200, new JsonObject().put("access_token", CANARY));
    assertThat(failure(options())).hasMessageContaining("when it expires");
    answer = request -> reply(request, 200, token().put("expires_in", -5));
    assertThat(failure(options())).hasMessageContaining("when it expires");
  }

  @Test
  void aSilentEndpointIsGivenUp() {
    answer = request -> {};
    TokenEndpointOptions impatient = options().readTimeout(ms(200)).retryBackoff(ms(1000), ms(500));
    assertThat(failure(impatient)).hasMessageContaining("could not be asked");
  }

  @Test
  void anEndpointThatDripsIsGivenUp() {
    answer =
        request -> {
          request.response().setChunked(true);
          vertx.setPeriodic(50, timer -> request.response().write("x"));
        };
    TokenEndpointOptions impatient = options().readTimeout(ms(300)).retryBackoff(ms(1000), ms(500));
    assertThat(failure(impatient)).hasMessageContaining("could not be asked");
  }
}
