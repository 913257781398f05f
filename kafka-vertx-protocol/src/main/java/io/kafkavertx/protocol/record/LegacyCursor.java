package io.kafkavertx.protocol.record;

abstract non-sealed class LegacyCursor extends RecordCursor {}
