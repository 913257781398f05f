package io.kafkavertx.admin;

/** {@link TransactionAdmin}. */
abstract class TransactionCalls extends GroupCalls implements TransactionAdmin {}
