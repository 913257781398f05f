package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;

/**
 * How an append went.
 *
 * @param error NONE when the records are in the log, now or since an earlier attempt
 * @param baseOffset the offset of the first record, -1 after an error
 * @param message what was wrong, null when nothing was
 */
record AppendResult(ErrorCode error, long baseOffset, String message) {
  static AppendResult failed(ErrorCode error, String message) {
    return new AppendResult(error, -1, message);
  }
}
