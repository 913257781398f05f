package io.kafkavertx.protocol.record;

abstract non-sealed class DefaultCursor extends RecordCursor {}
