/**
 * A fake Kafka cluster in memory that speaks the real protocol and does what it is told: answer an
 * error, be slow, drop connections, move leaders, die and come back.
 *
 * <p>{@link io.kafkavertx.testkit.scripted.ScriptedServer} listens on real sockets, for any Kafka
 * client; {@link io.kafkavertx.testkit.scripted.ScriptedCluster#listenOn} puts the same brokers
 * into a simulated network. One class per API: {@code ProduceHandler}, {@code FetchHandler} and so
 * on.
 */
package io.kafkavertx.testkit.scripted;
