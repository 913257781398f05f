package io.kafkavertx;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The table of {@link TlsOptions}. */
final class TlsOptionTable {
  private static final String PEM = "-----BEGIN ";

  private static final OptionType<TlsOptions.StoreType> STORE_TYPE =
      OptionType.oneOf(TlsOptions.StoreType.class);

  /** PEM as it is, anything else as Base64. */
  private static final OptionType<Buffer> VALUE =
      new OptionType<>(
          "PEM or Base64", TlsOptionTable::readValue, v -> "(hidden)", OptionType.STRING.form());

  private static final OptionType<List<Buffer>> VALUES =
      new OptionType<>(
          "a list of PEM or Base64",
          TlsOptionTable::readValues,
          v -> "(hidden)",
          OptionType.LIST.form());

  /** The Java client's form of host name verification: an algorithm, or nothing. */
  private static final OptionType<Boolean> ALGORITHM =
      new OptionType<>(
          "https, or empty for none",
          TlsOptionTable::readAlgorithm,
          v -> v,
          OptionType.STRING.form());

  static final List<Option<TlsOptions, ?>> ALL =
      List.of(
          Option.of(
              "keyStorePath",
              "ssl.keystore.location",
              OptionType.STRING,
              TlsOptions::getKeyStorePath,
              TlsOptions::setKeyStorePath),
          Option.secret(
              "keyStoreValue",
              "ssl.keystore.certificate.chain",
              VALUE,
              TlsOptions::getKeyStoreValue,
              TlsOptions::setKeyStoreValue),
          Option.of(
              "keyStoreType",
              "ssl.keystore.type",
              STORE_TYPE,
              TlsOptions::getKeyStoreType,
              TlsOptions::setKeyStoreType),
          Option.secret(
              "keyStorePassword",
              "ssl.keystore.password",
              OptionType.STRING,
              TlsOptions::getKeyStorePassword,
              TlsOptions::setKeyStorePassword),
          Option.of(
              "privateKeyPath",
              null,
              OptionType.STRING,
              TlsOptions::getPrivateKeyPath,
              TlsOptions::setPrivateKeyPath),
          Option.secret(
              "privateKeyValue",
              "ssl.keystore.key",
              VALUE,
              TlsOptions::getPrivateKeyValue,
              TlsOptions::setPrivateKeyValue),
          Option.secret(
              "keyPassword",
              "ssl.key.password",
              OptionType.STRING,
              TlsOptions::getKeyPassword,
              TlsOptions::setKeyPassword),
          Option.of(
              "trustStorePath",
              "ssl.truststore.location",
              OptionType.STRING,
              TlsOptions::getTrustStorePath,
              TlsOptions::setTrustStorePath),
          Option.secret(
              "trustStoreValue",
              "ssl.truststore.certificates",
              VALUE,
              TlsOptions::getTrustStoreValue,
              TlsOptions::setTrustStoreValue),
          Option.of(
              "trustStoreType",
              "ssl.truststore.type",
              STORE_TYPE,
              TlsOptions::getTrustStoreType,
              TlsOptions::setTrustStoreType),
          Option.secret(
              "trustStorePassword",
              "ssl.truststore.password",
              OptionType.STRING,
              TlsOptions::getTrustStorePassword,
              TlsOptions::setTrustStorePassword),
          Option.of(
              "crlPaths", null, OptionType.LIST, TlsOptions::getCrlPaths, TlsOptions::setCrlPaths),
          Option.secret(
              "crlValues", null, VALUES, TlsOptions::getCrlValues, TlsOptions::setCrlValues),
          Option.of(
              "protocols",
              "ssl.enabled.protocols",
              OptionType.LIST,
              TlsOptions::getProtocols,
              TlsOptions::setProtocols),
          Option.of(
              "cipherSuites",
              "ssl.cipher.suites",
              OptionType.LIST,
              TlsOptions::getCipherSuites,
              TlsOptions::setCipherSuites),
          Option.of(
              "hostnameVerification",
              null,
              OptionType.BOOLEAN,
              TlsOptions::isHostnameVerification,
              TlsOptions::setHostnameVerification),
          Option.of(
              "engine",
              null,
              OptionType.oneOf(TlsOptions.Engine.class),
              TlsOptions::getEngine,
              TlsOptions::setEngine));

  /** Set by a property of the Java client only. */
  private static final Option<TlsOptions, Boolean> IDENTIFICATION =
      Option.of(
          null,
          "ssl.endpoint.identification.algorithm",
          ALGORITHM,
          TlsOptions::isHostnameVerification,
          TlsOptions::setHostnameVerification);

  private TlsOptionTable() {}

  static void read(TlsOptions options, JsonObject json) {
    for (String key : json.fieldNames()) {
      Option<TlsOptions, ?> option =
          ALL.stream()
              .filter(o -> o.name().equals(key))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ConfigException(
                          "TlsOptions has no option '"
                              + key
                              + "', only "
                              + ALL.stream().map(Option::name).toList()));
      option.read(options, "tls." + key, json.getValue(key));
    }
  }

  /** What differs from the defaults and is no secret. */
  static JsonObject write(TlsOptions options) {
    TlsOptions defaults = new TlsOptions();
    JsonObject json = new JsonObject();
    for (Option<TlsOptions, ?> option : ALL) {
      Object value = option.secret() ? null : option.write(options);
      if (value != null && !value.equals(option.write(defaults))) {
        json.put(option.name(), value);
      }
    }
    return json;
  }

  /** The options that have a property of the Java client, as options of a client. */
  static List<Option<ClientOptions<?>, ?>> properties() {
    List<Option<ClientOptions<?>, ?>> properties = new ArrayList<>();
    for (Option<TlsOptions, ?> option : ALL) {
      if (option.property() != null) {
        properties.add(ofClient(option));
      }
    }
    properties.add(ofClient(IDENTIFICATION));
    return properties;
  }

  private static <V> Option<ClientOptions<?>, V> ofClient(Option<TlsOptions, V> option) {
    return new Option<>(
        null,
        option.property(),
        option.type(),
        option.secret(),
        client -> option.getter().apply(client.getTls()),
        (client, value) -> option.setter().accept(client.getTls(), value));
  }

  private static Buffer readValue(Object raw) {
    if (raw instanceof Buffer buffer) {
      return buffer;
    }
    String text = raw.toString();
    return text.contains(PEM)
        ? Buffer.buffer(text)
        : Buffer.buffer(Base64.getDecoder().decode(text.replaceAll("\\s", "")));
  }

  private static List<Buffer> readValues(Object raw) {
    List<Buffer> values = new ArrayList<>();
    if (raw instanceof JsonArray array) {
      array.forEach(item -> values.add(readValue(item)));
    } else if (raw instanceof Iterable<?> items) {
      items.forEach(item -> values.add(readValue(item)));
    } else {
      values.add(readValue(raw));
    }
    return values;
  }

  private static boolean readAlgorithm(Object raw) {
    String text = raw.toString().trim();
    if (!text.isEmpty() && !text.equalsIgnoreCase("https")) {
      throw new IllegalArgumentException();
    }
    return !text.isEmpty();
  }
}
