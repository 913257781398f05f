package io.kafkavertx.admin;

/**
 * That a user has a password for a mechanism. Brokers do not tell it.
 *
 * @param mechanism the mechanism
 * @param iterations how often the password is hashed
 */
public record ScramCredential(ScramMechanism mechanism, int iterations) {}
