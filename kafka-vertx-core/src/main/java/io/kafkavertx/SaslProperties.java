package io.kafkavertx;

import java.util.List;

/**
 * Properties of the Java client that are fields of {@link ClientOptions#getSaslConfig()} here,
 * under the name that the mechanism has for them.
 */
final class SaslProperties {
  static final List<Option<ClientOptions<?>, ?>> ALL =
      List.of(
          of("sasl.kerberos.service.name", "serviceName", OptionType.STRING),
          of("sasl.oauthbearer.token.endpoint.url", "tokenEndpoint", OptionType.STRING),
          of("sasl.oauthbearer.client.credentials.client.id", "clientId", OptionType.STRING),
          of(
              "sasl.oauthbearer.client.credentials.client.secret",
              "clientSecret",
              OptionType.STRING),
          of("sasl.oauthbearer.scope", "scope", OptionType.STRING),
          of("sasl.oauthbearer.header.urlencode", "urlEncodeHeader", OptionType.BOOLEAN),
          of("sasl.login.refresh.window.factor", "refreshWindowFactor", OptionType.DOUBLE),
          of("sasl.login.refresh.window.jitter", "refreshWindowJitter", OptionType.DOUBLE),
          of("sasl.login.refresh.min.period.seconds", "refreshMinPeriodSeconds", OptionType.LONG),
          of("sasl.login.refresh.buffer.seconds", "refreshBufferSeconds", OptionType.LONG));

  private SaslProperties() {}

  private static <V> Option<ClientOptions<?>, V> of(
      String property, String field, OptionType<V> type) {
    return Option.secret(
        null,
        property,
        type,
        // Never written: the SASL configuration as a whole is not shown either.
        options -> null,
        (options, value) ->
            options.setSaslConfig(options.getSaslConfig().copy().put(field, value)));
  }
}
