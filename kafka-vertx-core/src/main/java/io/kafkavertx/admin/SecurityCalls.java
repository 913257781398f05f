package io.kafkavertx.admin;

/** {@link SecurityAdmin}. */
abstract class SecurityCalls extends TransactionCalls implements SecurityAdmin {}
