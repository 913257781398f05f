/** SASL mechanisms, found through {@link java.util.ServiceLoader}. */
module io.kafkavertx.sasl {
  requires io.kafkavertx.spi;

  provides io.kafkavertx.spi.SaslMechanismFactory with
      io.kafkavertx.sasl.PlainFactory;
}
