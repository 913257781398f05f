package io.kafkavertx;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Properties of the Java client that this client does not take over, with the reason. */
final class RefusedProperties {
  private static final String TYPED =
      "pass the serializer or deserializer to create(), where the compiler checks its type";
  private static final String TLS =
      "it has no counterpart; see TlsOptions for what there is, and Vert.x's own options on"
          + " getNetClientOptions()";

  private static final String MECHANISM =
      "the mechanism is a plug-in with its own configuration: use setSaslConfig, or"
          + " setSaslMechanismFactory for code of your own";
  private static final String SAMPLES =
      "there are no samples here: a metrics reporter makes rates of counters, see"
          + " setMetricsReporters and setMetricsInterval";
  private static final String SHARE = "share groups (KIP-932) are not there";

  /** How the names of such properties begin. */
  private static final List<String> OF_MECHANISMS =
      List.of("sasl.kerberos.", "sasl.login.", "sasl.oauthbearer.", "sasl.client.callback.");

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry(
              "sasl.jaas.config",
              "a JAAS text names classes to load (CVE-2023-25194); use sasl.mechanism and"
                  + " setSaslConfig"),
          Map.entry("key.serializer", TYPED),
          Map.entry("value.serializer", TYPED),
          Map.entry("key.deserializer", TYPED),
          Map.entry("value.deserializer", TYPED),
          Map.entry(
              "max.block.ms", "nothing blocks here; futures are bounded by the delivery timeout"),
          Map.entry(
              "interceptor.classes",
              "interceptors are objects, not names of classes: use addInterceptor of ProducerOptions and"
                  + " ConsumerOptions"),
          Map.entry("metric.reporters", "reporters are chosen by name: use setMetricsReporters"),
          Map.entry("metrics.num.samples", SAMPLES),
          Map.entry("metrics.sample.window.ms", SAMPLES),
          Map.entry(
              "metrics.recording.level",
              "everything that is measured is cheap; use setMetricsDetail to have fewer series"),
          Map.entry(
              "auto.include.jmx.reporter",
              "measurements go to the reporters of setMetricsReporters and nowhere else"),
          Map.entry(
              "bootstrap.resolve.timeout.ms",
              "names are resolved when they are needed, in the background, and again after a"
                  + " failure"),
          Map.entry(
              "metadata.recovery.rebootstrap.trigger.ms",
              "bootstrap servers are asked as soon as no known broker answers"),
          Map.entry(
              "metadata.cluster.check.enable",
              "brokers are not told which cluster the client expects"),
          Map.entry(
              "config.providers",
              "texts are taken as they are; resolve secrets before, or give credentials as a"
                  + " supplier"),
          Map.entry(
              "security.providers",
              "security providers concern the whole process: register them with java.security"),
          Map.entry(
              "group.remote.assignor",
              "groups use the classic protocol, where a member assigns: use"
                  + " partition.assignment.strategy"),
          Map.entry(
              "retries", "requests are repeated until their time-out: use request.timeout.ms"),
          Map.entry(
              "bootstrap.controllers",
              "only KafkaAdmin talks to controllers: use bootstrap.servers"),
          Map.entry("share.acknowledgement.mode", SHARE),
          Map.entry("share.acquire.mode", SHARE));

  private RefusedProperties() {}

  /** Why a property is refused; null when it is not one of these. */
  static String reason(String key) {
    String reason = REASONS.get(key);
    if (reason == null && key.startsWith("ssl.")) {
      return TLS;
    }
    if (reason == null && OF_MECHANISMS.stream().anyMatch(key::startsWith)) {
      return MECHANISM;
    }
    return reason;
  }

  /** Whether a field of that name usually holds a secret: passwords, tokens, keys, key stores. */
  static boolean isSecretName(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return name.contains("password")
        || name.contains("secret")
        || name.contains("token")
        || name.startsWith("keyvalue")
        || name.equals("keystorevalue")
        || name.equals("privatekeyvalue")
        || name.equals("value");
  }
}
