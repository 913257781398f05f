package io.kafkavertx.protocol.record;

abstract non-sealed class LegacyBatch extends RecordBatch {
  LegacyBatch(byte[] array, int start, int size) {
    super(array, start, size);
  }
}
