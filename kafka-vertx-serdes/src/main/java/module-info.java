/** Adapter for the Java client's serializers and deserializers. */
module io.kafkavertx.serdes {
  requires io.kafkavertx.spi;
  requires static kafka.clients;

  exports io.kafkavertx.serdes;
}
