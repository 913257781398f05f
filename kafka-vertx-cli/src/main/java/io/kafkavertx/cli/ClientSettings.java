package io.kafkavertx.cli;

import io.kafkavertx.BootstrapAddress;
import io.kafkavertx.ClientOptions;
import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.ProducerOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the user said about clients, for each kind of client. */
final class ClientSettings {
  private static final List<Supplier<? extends ClientOptions<?>>> KINDS =
      List.of(
          ConsumerOptions::new,
          ProducerOptions::new,
          KafkaAdminOptions::new,
          KafkaClientOptions::new);

  /** In a file of the Java client's, and without a meaning here. */
  private static final Set<String> NOT_OURS =
      Set.of(
          "key.serializer",
          "value.serializer",
          "key.deserializer",
          "value.deserializer",
          "max.block.ms",
          "interceptor.classes",
          "metric.reporters",
          "sasl.jaas.config",
          "bootstrap.servers");

  private final Map<String, String> own;
  private final Map<String, String> file;
  private final Map<String, String> extra;
  private final ConnectionOptions.Login login;
  private final Path privateKey;
  private final Duration timeout;

  ClientSettings(
      Map<String, String> own,
      Map<String, String> file,
      Map<String, String> extra,
      ConnectionOptions.Login login,
      Path privateKey,
      Duration timeout) {
    this.own = own;
    this.file = file;
    this.extra = extra;
    this.login = login;
    this.privateKey = privateKey;
    this.timeout = timeout;
  }

  Duration timeout() {
    return timeout;
  }

  ConsumerOptions consumer() {
    return fill(new ConsumerOptions().setDefaultApiTimeout(timeout));
  }

  ProducerOptions producer() {
    return fill(new ProducerOptions());
  }

  KafkaAdminOptions admin() {
    return fill(new KafkaAdminOptions().setDefaultApiTimeout(timeout));
  }

  KafkaClientOptions client() {
    KafkaClientOptions options =
        fill(
            new KafkaClientOptions()
                .setDefaultApiTimeout(timeout)
                .setConnectionSetupTimeout(timeout));
    return options;
  }

  /** Where to start from. */
  List<BootstrapAddress> addresses() {
    return client().bootstrapAddresses();
  }

  private <T extends ClientOptions<T>> T fill(T options) {
    options.setClientId("kafka-vertx-cli");
    // Later ones win: the file, the short-hands, -X.
    file.forEach((key, value) -> set(options, "--config", key, value));
    own.forEach((key, value) -> set(options, "the command line", key, value));
    if (login != null) {
      if (login.mechanism() != null) {
        options.setSaslMechanism(login.mechanism());
      }
      JsonObject fields = options.getSaslConfig().copy();
      login.fields().forEach((key, value) -> fields.put(key, typed(key, value)));
      options.setSaslConfig(fields);
    }
    if (privateKey != null) {
      options.getTls().setPrivateKeyPath(privateKey.toString());
    }
    Map<String, String> given = new LinkedHashMap<>(extra);
    given.remove("bootstrap.servers");
    given.forEach((key, value) -> set(options, "-X", key, value));
    return options;
  }

  private static Object typed(String key, String value) {
    return key.equals("tokenAuth") ? (Object) Boolean.valueOf(value) : value;
  }

  private <T extends ClientOptions<T>> void set(T options, String from, String key, String value) {
    if (from.equals("--config") && NOT_OURS.contains(key)) {
      return;
    }
    try {
      options.set(key, value(key, value));
    } catch (ConfigException e) {
      // One file, and one set of -X, serve several kinds of client: what another one knows is
      // none of this one's business.
      if (!knownElsewhere(key, value)) {
        throw new CliException(ExitCode.USAGE, from + ": " + e.getMessage(), e);
      }
    }
  }

  private static Object value(String key, String text) {
    return text.startsWith("{") && !key.contains(".") ? new JsonObject(text) : text;
  }

  private static boolean knownElsewhere(String key, String value) {
    for (Supplier<? extends ClientOptions<?>> kind : KINDS) {
      try {
        kind.get().set(key, value(key, value));
        return true;
      } catch (ConfigException e) {
        // Not this kind; perhaps the next.
      }
    }
    return false;
  }
}
