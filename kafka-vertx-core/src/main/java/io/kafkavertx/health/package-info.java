/** Procedures for vertx-health-check, which an application brings along if it wants them. */
package io.kafkavertx.health;
