package io.kafkavertx.internal.produce.txn;

/** Who the producer is to the brokers. */
record ProducerIdAndEpoch(long producerId, short epoch) {
  /** Before the coordinator has given one. */
  static final ProducerIdAndEpoch NONE = new ProducerIdAndEpoch(-1, (short) -1);
}
