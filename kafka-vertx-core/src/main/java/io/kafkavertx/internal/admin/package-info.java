/**
 * The operations of the admin client, one file each, and what they have in common: {@link
 * io.kafkavertx.internal.admin.Operation} says what an operation asks whom, {@link
 * io.kafkavertx.internal.admin.Items} takes its items there until each has an answer.
 */
package io.kafkavertx.internal.admin;
