/** The Kafka protocol: generated messages, wire primitives and record batches. No I/O. */
module io.kafkavertx.protocol {
  requires transitive io.kafkavertx.spi;

  exports io.kafkavertx.protocol;
  exports io.kafkavertx.protocol.wire;
  exports io.kafkavertx.protocol.message;
  exports io.kafkavertx.protocol.record;
}
