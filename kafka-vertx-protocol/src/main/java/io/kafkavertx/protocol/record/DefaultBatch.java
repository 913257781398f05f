package io.kafkavertx.protocol.record;

abstract non-sealed class DefaultBatch extends RecordBatch {
  DefaultBatch(byte[] array, int start, int size) {
    super(array, start, size);
  }
}
