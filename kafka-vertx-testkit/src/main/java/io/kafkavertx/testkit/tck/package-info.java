/**
 * What every plug-in must keep to, as tests: extend the contract of the kind of plug-in that you
 * write, name your factory, and run it with JUnit 5. Ours are tested by the same.
 *
 * <p>{@link io.kafkavertx.testkit.tck.PartitionAssignorContract}, {@link
 * io.kafkavertx.testkit.tck.PartitionerContract}, {@link
 * io.kafkavertx.testkit.tck.CompressionCodecContract}, {@link
 * io.kafkavertx.testkit.tck.SaslMechanismContract}, {@link
 * io.kafkavertx.testkit.tck.MetricsReporterContract}.
 */
package io.kafkavertx.testkit.tck;
