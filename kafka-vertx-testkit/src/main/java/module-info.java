/**
 * For tests of what is built on Kafka: real brokers, a fault proxy, a scripted broker and a
 * simulator; and the contracts that plug-ins must keep to.
 *
 * <p>Maven's and Testcontainers' libraries share packages among their jars and cannot be modules.
 * They are not required here: they stay on the class path, which this module reads when it needs
 * them.
 */
module io.kafkavertx.testkit {
  requires transitive io.kafkavertx;
  requires transitive io.kafkavertx.protocol;
  requires transitive io.vertx.core;
  requires io.netty.transport;
  requires static jdk.jfr;
  requires static jdk.management;
  requires static org.junit.jupiter.api;

  exports io.kafkavertx.testkit.broker;
  exports io.kafkavertx.testkit.junit;
  exports io.kafkavertx.testkit.proxy;
  exports io.kafkavertx.testkit.scripted;
  exports io.kafkavertx.testkit.sim;
  exports io.kafkavertx.testkit.tck;
}
