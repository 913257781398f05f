package io.kafkavertx.tests.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.kafkavertx.testkit.broker.TestCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret shows anywhere, whatever goes wrong and however much is logged. */
@Tag("slow")
class CanaryTest {
  private static final String SECRET = "CANARY-4f81c2-Secret";

  @TempDir Path directory;

  @Test
  void noSecretIsLoggedThrownOrShown() throws Exception {
    Vertx vertx = Vertx.vertx();
    String token = token();
    HttpServer endpoint =
        Login.await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      boolean known =
                          ("Basic " + base64("billing:" + SECRET))
                              .equals(request.getHeader("Authorization"));
                      request
                          .response()
                          .setStatusCode(known ? 200 : 401)
                          .end(
                              known
                                  ? new JsonObject()
                                      .put("access_token", token)
                                      .put("expires_in", 3000)
                                      .encode()
                                  : "{\"error\":\"" + SECRET + "\"}");
                    })
                .listen(0, "127.0.0.1"));
    try (KafkaBroker broker = KafkaBroker.start(BrokerOptions.version("4.4.0").listener(login()))) {
      String output =
          run(
              broker.bootstrapServers("LOGIN"),
              SECRET,
              "http://127.0.0.1:" + endpoint.actualPort() + "/token",
              TestCertificates.selfSigned(directory).pkcs12().toString());
      // The search would find something: there are log lines of the finest level, and errors.
      assertThat(output)
          .contains("right 4, wrong 7")
          .containsPattern("(DEBUG|TRACE) io.kafkavertx")
          .contains("client credentials")
          .contains("AuthenticationException")
          .contains("tls.keyStore")
          .containsPattern("metrics \\{.*connection");
      for (String canary : canaries(token)) {
        assertThat(output.contains(canary)).as("shows " + canary).isFalse();
      }
    } finally {
      Login.await(vertx.close());
    }
  }

  private static Listener login() {
    return Listener.saslPlaintext("LOGIN")
        .plainUser("alice", SECRET)
        .scramUser("SCRAM-SHA-256", "alice", SECRET)
        .scramUser("SCRAM-SHA-512", "alice", SECRET)
        .property("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER")
        .property(
            "oauthbearer.sasl.jaas.config",
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                + " unsecuredLoginStringClaim_sub=\"broker\";");
  }

  private static String token() {
    long now = Instant.now().getEpochSecond();
    JsonObject claims = new JsonObject().put("sub", "alice").put("iat", now).put("exp", now + 3000);
    return base64Url("{\"alg\":\"none\"}") + "." + base64Url(claims.encode()) + ".";
  }

  /** The secrets, and the forms that they take on the wire. */
  private static List<String> canaries(String token) {
    List<String> canaries = new ArrayList<>();
    canaries.add(SECRET);
    canaries.add(base64("billing:" + SECRET));
    canaries.add(base64("\0alice\0" + SECRET));
    canaries.add(base64(SECRET).replace("=", ""));
    canaries.add(HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8)));
    canaries.add(token.split("\\.")[1]);
    // What SCRAM's client sends last begins with this, and holds the proof.
    canaries.add("c=biws");
    return canaries;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64Url(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String run(String... arguments) throws Exception {
    Path output = directory.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=trace");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(CanaryMain.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output);
    assertThat(process.exitValue()).as("the end of: " + text).isZero();
    return text;
  }
}
