package io.kafkavertx.internal.fetch;

/** Which of their bytes good records keep; each costs a copy. */
public enum KeptBytes {
  NONE,
  /** For ordering by key. */
  KEY,
  /** For dead letters. */
  KEY_AND_VALUE
}
