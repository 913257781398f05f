package io.kafkavertx.cli;

import io.kafkavertx.ProducerRecord;

/** Makes a record of a line. */
interface LineReader {
  /**
   * The record of a line.
   *
   * @throws IllegalArgumentException when the line is none; the message goes on after "line 17"
   */
  ProducerRecord<byte[], byte[]> read(byte[] line);
}
