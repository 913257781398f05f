/**
 * The admin client: {@link io.kafkavertx.admin.KafkaAdmin} with what it is asked and what it
 * answers.
 */
package io.kafkavertx.admin;
