package io.kafkavertx.admin;

/**
 * How to delete topics.
 *
 * @param retryOnQuotaViolation try again, until the time-out, what the quota for changes of the
 *     cluster does not allow at once (KIP-599)
 */
public record DeleteTopicsOptions(boolean retryOnQuotaViolation) {
  /** Quota violations are waited out. */
  public static DeleteTopicsOptions defaults() {
    return new DeleteTopicsOptions(true);
  }

  public DeleteTopicsOptions retryOnQuotaViolation(boolean retry) {
    return new DeleteTopicsOptions(retry);
  }
}
