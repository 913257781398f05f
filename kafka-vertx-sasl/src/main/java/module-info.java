/** SASL mechanisms, found through {@link java.util.ServiceLoader} or passed as instances. */
module io.kafkavertx.sasl {
  requires transitive io.kafkavertx.spi;
  requires io.vertx.core.logging;
  // For GSSAPI only.
  requires static java.security.jgss;

  exports io.kafkavertx.sasl;
  exports io.kafkavertx.sasl.aws;

  provides io.kafkavertx.spi.SaslMechanismFactory with
      io.kafkavertx.sasl.aws.AwsMskIamFactory,
      io.kafkavertx.sasl.ExternalFactory,
      io.kafkavertx.sasl.GssapiFactory,
      io.kafkavertx.sasl.OAuthBearerFactory,
      io.kafkavertx.sasl.PlainFactory,
      io.kafkavertx.sasl.ScramSha256Factory,
      io.kafkavertx.sasl.ScramSha512Factory;
}
