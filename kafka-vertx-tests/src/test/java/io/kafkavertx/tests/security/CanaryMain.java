package io.kafkavertx.tests.security;

import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.sasl.ClientCredentialsTokens;
import io.kafkavertx.sasl.OAuthBearerFactory;
import io.kafkavertx.sasl.TokenEndpointOptions;
import io.kafkavertx.spi.SaslMechanism;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ProxyOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;

/**
 * Logs in with every mechanism, rightly and wrongly, and prints all that a client would show. In a
 * JVM of its own, so that everything in it logs at the finest level.
 */
final class CanaryMain {
  private final Vertx vertx = Vertx.vertx();
  private final StringBuilder shown = new StringBuilder();
  private final String bootstrap;
  private int right;
  private int wrong;

  private CanaryMain(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** Arguments: the bootstrap servers, the password, a token endpoint, and a PKCS12 file. */
  public static void main(String[] arguments) throws Exception {
    CanaryMain main = new CanaryMain(arguments[0]);
    String password = arguments[1];
    for (String mechanism : new String[] {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"}) {
      for (String tried : new String[] {password, password + "x"}) {
        main.run(
            main.options()
                .setSaslMechanism(mechanism)
                .setSaslConfig(new JsonObject().put("username", "alice").put("password", tried)));
      }
    }
    TokenEndpointOptions endpoint =
        TokenEndpointOptions.of(arguments[2])
            .allowedHosts(Set.of("127.0.0.1"))
            .allowInsecureHttp(true);
    for (String tried : new String[] {password, password + "x"}) {
      ClientCredentialsTokens tokens =
          ClientCredentialsTokens.create(main.vertx, endpoint, "billing", tried);
      main.show(tokens);
      main.run(main.options().setSaslMechanismFactory(OAuthBearerFactory.with(tokens)));
    }
    main.refusedConfigurations(password);
    main.refusedStores(arguments[3], password);
    Login.await(main.vertx.close());
    System.out.println(main.shown);
    System.out.println("right " + main.right + ", wrong " + main.wrong);
  }

  private KafkaClientOptions options() {
    return new KafkaClientOptions()
        .setBootstrapServers(bootstrap)
        .setSecurityProtocol(SecurityProtocol.SASL_PLAINTEXT);
  }

  private void run(KafkaClientOptions options) throws Exception {
    show(options);
    show(options.toJson().encodePrettily());
    show(options.getSaslMechanismFactory());
    if (options.getSaslMechanism() != null) {
      try (SaslMechanism mechanism = Plugins.sasl(options)) {
        show(mechanism);
      }
    }
    showMetrics(options);
    Throwable failure = Login.failure(vertx, options);
    if (failure == null) {
      right++;
    } else {
      wrong++;
      show(failure);
    }
  }

  /** Names, tags and values of all that is measured of a client. */
  private void showMetrics(KafkaClientOptions options) throws Exception {
    KafkaClient client = KafkaClient.create(vertx, options);
    Login.await(client.refreshMetadata().<Object>mapEmpty().otherwiseEmpty());
    show("metrics " + Login.await(client.metrics()));
    Login.await(client.close());
  }

  /** Configurations that are wrong, with a secret somewhere in them. */
  private void refusedConfigurations(String password) {
    for (String mechanism :
        new String[] {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"}) {
      JsonObject[] configurations = {
        new JsonObject().put("username", password + "\0").put("password", password),
        new JsonObject().put("username", "alice").put("password", password + "\0"),
        new JsonObject().put("username", "alice").put("passwort", password),
        new JsonObject().put("password", new JsonObject().put("x", password)),
        new JsonObject().put("clientSecret", password).put("tokenEndpoint", password),
      };
      for (JsonObject configuration : configurations) {
        try {
          Plugins.sasl(options().setSaslMechanism(mechanism).setSaslConfig(configuration));
          throw new AssertionError(mechanism + " took a configuration that is wrong");
        } catch (RuntimeException e) {
          show(e);
        }
      }
    }
  }

  /** TLS with wrong passwords, in all forms that options have, and a proxy that does not answer. */
  private void refusedStores(String store, String password) throws Exception {
    JsonObject stores =
        new JsonObject()
            .put("trustStorePath", store)
            .put("trustStorePassword", password)
            .put("keyStorePath", store)
            .put("keyStorePassword", password)
            .put("keyPassword", password);
    JsonObject pem =
        new JsonObject()
            .put("keyStoreValue", "-----BEGIN CERTIFICATE-----\n" + password)
            .put("privateKeyValue", "-----BEGIN PRIVATE KEY-----\n" + password)
            .put("trustStoreValue", "-----BEGIN CERTIFICATE-----\n" + password);
    JsonObject bootstrapOnly = new JsonObject().put("bootstrapServers", bootstrap);
    for (JsonObject tls : new JsonObject[] {stores, pem}) {
      KafkaClientOptions options = new KafkaClientOptions(bootstrapOnly.copy().put("tls", tls));
      show(options.getTls());
      run(options);
    }
    run(
        KafkaClientOptions.fromProperties(
            Map.of(
                "bootstrap.servers", bootstrap,
                "security.protocol", "SSL",
                "ssl.keystore.location", store,
                "ssl.keystore.password", password,
                "ssl.key.password", password)));
    KafkaClientOptions proxied = options().setSaslMechanism("PLAIN");
    proxied.setSaslConfig(new JsonObject().put("username", "alice").put("password", password));
    proxied
        .getNetClientOptions()
        .setProxyOptions(new ProxyOptions().setPort(1).setUsername("alice").setPassword(password));
    show(proxied);
    show(proxied.toJson().encode());
    for (JsonObject wrong :
        new JsonObject[] {
          new JsonObject().put("tls", password),
          new JsonObject().put("netClientOptions", password),
          new JsonObject().put("tls", new JsonObject().put("trustStoreTyp", password)),
          new JsonObject().put("tls", new JsonObject().put("privateKeyValue", password)),
        }) {
      try {
        throw new AssertionError("taken: " + new KafkaClientOptions(wrong));
      } catch (RuntimeException e) {
        show(e);
      }
    }
  }

  private void show(Object what) {
    if (what instanceof Throwable failure) {
      StringWriter text = new StringWriter();
      failure.printStackTrace(new PrintWriter(text));
      shown.append(text).append('\n');
    } else {
      shown.append(what).append('\n');
    }
  }
}
