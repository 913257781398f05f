package io.kafkavertx.tests.security;

import io.kafkavertx.testkit.broker.TestCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** A small identity provider: its keys over http for the broker, tokens over https for clients. */
final class IdentityProvider {
  static final String CLIENT = "billing";

  private final KeyPair keys;
  private final String secret;
  private final HttpServer keyServer;
  private final HttpServer tokenServer;
  volatile long lifetimeSeconds = 3600;
  volatile int tokens;

  IdentityProvider(Vertx vertx, TestCertificates certificates, String secret) throws Exception {
    this.secret = secret;
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    keyServer =
        Login.await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .response()
                            .putHeader("Content-Type", "application/json")
                            .end(jwks().encode()))
                .listen(0, "127.0.0.1"));
    tokenServer =
        Login.await(
            vertx
                .createHttpServer(
                    new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(keyAndCertificate(certificates)))
                .requestHandler(this::issue)
                .listen(0, "127.0.0.1"));
  }

  private static PemKeyCertOptions keyAndCertificate(TestCertificates certificates) {
    return new PemKeyCertOptions()
        .addCertPath(certificates.certificatePem().toString())
        .addKeyPath(certificates.keyPem().toString());
  }

  String keysUrl() {
    return "http://127.0.0.1:" + keyServer.actualPort() + "/jwks";
  }

  String tokenUrl() {
    return "https://127.0.0.1:" + tokenServer.actualPort() + "/token";
  }

  private void issue(HttpServerRequest request) {
    String expected =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((CLIENT + ":" + secret).getBytes(StandardCharsets.UTF_8));
    if (!expected.equals(request.getHeader("Authorization"))) {
      request.response().setStatusCode(401).end("{\"error\":\"invalid_client\"}");
      return;
    }
    tokens++;
    JsonObject answer =
        new JsonObject()
            .put("access_token", token("kafka", Instant.now().plusSeconds(lifetimeSeconds)))
            .put("token_type", "Bearer")
            .put("expires_in", lifetimeSeconds);
    request.response().putHeader("Content-Type", "application/json").end(answer.encode());
  }

  private JsonObject jwks() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return new JsonObject()
        .put(
            "keys",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("kty", "RSA")
                        .put("use", "sig")
                        .put("alg", "RS256")
                        .put("kid", "k1")
                        .put("n", coded(unsigned(key.getModulus())))
                        .put("e", coded(unsigned(key.getPublicExponent())))));
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  /** A signed token for that audience. */
  String token(String audience, Instant end) {
    JsonObject header = new JsonObject().put("alg", "RS256").put("kid", "k1").put("typ", "JWT");
    JsonObject claims =
        new JsonObject()
            .put("iss", "test")
            .put("sub", CLIENT)
            .put("aud", audience)
            .put("scope", "kafka")
            .put("iat", end.getEpochSecond() - 7200)
            .put("exp", end.getEpochSecond());
    String signed = coded(header) + "." + coded(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + coded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String coded(JsonObject json) {
    return coded(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static String coded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
