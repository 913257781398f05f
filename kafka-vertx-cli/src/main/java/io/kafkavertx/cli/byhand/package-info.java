/** What {@code docs/jshell/kafka-vertx.jsh} puts at hand; see docs/protocol-by-hand.md. */
package io.kafkavertx.cli.byhand;
