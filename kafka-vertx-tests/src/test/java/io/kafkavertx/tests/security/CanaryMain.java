package io.kafkavertx.tests.security;

import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.sasl.ClientCredentialsTokens;
import io.kafkavertx.sasl.OAuthBearerFactory;
import io.kafkavertx.sasl.TokenEndpointOptions;
import io.kafkavertx.spi.SaslMechanism;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
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

  /** Arguments: the bootstrap servers, the password, and a token endpoint. */
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
    try (SaslMechanism mechanism = Plugins.sasl(options)) {
      show(mechanism);
    }
    Throwable failure = Login.failure(vertx, options);
    if (failure == null) {
      right++;
    } else {
      wrong++;
      show(failure);
    }
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
