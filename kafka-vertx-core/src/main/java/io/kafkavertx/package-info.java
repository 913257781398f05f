/**
 * The client: {@link io.kafkavertx.KafkaConsumer}, {@link io.kafkavertx.KafkaProducer}, and {@link
 * io.kafkavertx.KafkaClient} for requests of one's own.
 *
 * <p>Interfaces that are annotated with {@code VertxGen} have bindings for other languages and
 * styles, made from them by Vert.x' code generator: docs/polyglot.md.
 */
@ModuleGen(name = "kafka-vertx", groupPackage = "io.kafkavertx")
package io.kafkavertx;

import io.vertx.codegen.annotations.ModuleGen;
