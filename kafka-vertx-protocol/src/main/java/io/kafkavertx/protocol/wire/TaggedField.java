package io.kafkavertx.protocol.wire;

/** A tagged field that the schema in use does not know, kept as it came (KIP-482). */
public record TaggedField(int tag, ByteSlice data) {}
