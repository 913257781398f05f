/**
 * A deterministic simulator: virtual time, event loops and a network with faults, all from one
 * seed.
 *
 * <p>{@link io.kafkavertx.testkit.sim.SimWorld} is the place to start.
 */
package io.kafkavertx.testkit.sim;
