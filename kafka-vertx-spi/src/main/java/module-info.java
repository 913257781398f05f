/** The five extension points of kafka-vertx and the value types they speak. */
module io.kafkavertx.spi {
  requires transitive io.vertx.core;
  requires io.netty.buffer;

  exports io.kafkavertx.spi;
}
