package io.kafkavertx.examples.livetopics;

/** Where a page wants to read on. */
enum SeekTo {
  BEGINNING,
  END,
  OFFSET,
  TIME
}
