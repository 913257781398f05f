package io.kafkavertx.internal.consumer;

/**
 * Records in the hands of a thread that takes them one by one at its own pace. The loop may look
 * how far it is, and may take back what it has not taken, without waiting for it.
 */
public interface Handout {
  /**
   * How many records the thread is through with; the one it is at does not count. From any thread.
   */
  int through();

  /**
   * No further record is taken.
   *
   * @return how many have been taken
   */
  int stop();
}
