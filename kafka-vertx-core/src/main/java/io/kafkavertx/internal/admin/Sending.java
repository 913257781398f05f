package io.kafkavertx.internal.admin;

/**
 * What a request is to know of its way.
 *
 * @param nodeId the broker it goes to; -1 when any can have it
 * @param timeoutMs how long the broker may take: less than the client waits for the answer
 * @param controllers whether it goes to controllers (KIP-919), not to brokers
 */
record Sending(int nodeId, int timeoutMs, boolean controllers) {}
