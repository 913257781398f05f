/** When a client counts as alive, ready and started. */
package io.kafkavertx.internal.health;
