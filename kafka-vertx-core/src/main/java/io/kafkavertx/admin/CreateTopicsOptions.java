package io.kafkavertx.admin;

/**
 * How to create topics.
 *
 * @param validateOnly only check whether they could be created (Kafka 0.10.2)
 * @param retryOnQuotaViolation try again, until the time-out, what the quota for changes of the
 *     cluster does not allow at once (KIP-599); otherwise it fails with {@code
 *     THROTTLING_QUOTA_EXCEEDED}
 */
public record CreateTopicsOptions(boolean validateOnly, boolean retryOnQuotaViolation) {
  /** Topics are created; quota violations are waited out. */
  public static CreateTopicsOptions defaults() {
    return new CreateTopicsOptions(false, true);
  }

  public CreateTopicsOptions validateOnly(boolean only) {
    return new CreateTopicsOptions(only, retryOnQuotaViolation);
  }

  public CreateTopicsOptions retryOnQuotaViolation(boolean retry) {
    return new CreateTopicsOptions(validateOnly, retry);
  }
}
