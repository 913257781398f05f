package io.kafkavertx.partitioners;

/** Which records a hashing partitioner treats as if they had no key. */
enum Keyless {
  /** Those without a key. */
  NULL,
  /** Those without a key and those whose key has no bytes. */
  NULL_OR_EMPTY,
  /** None: a missing key has the hash of an empty one. */
  NONE,
  /** All of them. */
  ALL;

  boolean includes(byte[] key) {
    return switch (this) {
      case NULL -> key == null;
      case NULL_OR_EMPTY -> key == null || key.length == 0;
      case NONE -> false;
      case ALL -> true;
    };
  }
}
