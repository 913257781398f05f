package io.kafkavertx.admin;

/** {@link GroupAdmin}. */
abstract class GroupCalls extends ClusterCalls implements GroupAdmin {}
