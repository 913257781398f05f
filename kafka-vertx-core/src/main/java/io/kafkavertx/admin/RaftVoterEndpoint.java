package io.kafkavertx.admin;

/**
 * Where a controller listens.
 *
 * @param listener the listener's name
 * @param host the host
 * @param port the port
 */
public record RaftVoterEndpoint(String listener, String host, int port) {}
