package io.kafkavertx;

import java.util.Locale;
import java.util.Map;

/** Properties of the Java client that this client does not take over, with the reason. */
final class RefusedProperties {
  private static final String TYPED =
      "pass the serializer or deserializer to create(), where the compiler checks its type";
  private static final String TLS =
      "it has no counterpart; see TlsOptions for what there is, and Vert.x's own options on"
          + " getNetClientOptions()";

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
          Map.entry("interceptor.classes", "wrap the producer or the handler instead"),
          Map.entry(
              "partitioner.class", "plug-ins are chosen by name, not by class: use setPartitioner"),
          Map.entry("metric.reporters", "reporters are chosen by name: use setMetricsReporters"));

  private RefusedProperties() {}

  /** Why a property is refused; null when it is not one of these. */
  static String reason(String key) {
    String reason = REASONS.get(key);
    if (reason == null && key.startsWith("ssl.")) {
      return TLS;
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
