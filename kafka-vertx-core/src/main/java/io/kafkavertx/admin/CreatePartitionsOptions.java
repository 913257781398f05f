package io.kafkavertx.admin;

/**
 * How to add partitions.
 *
 * @param validateOnly only check whether they could be added
 * @param retryOnQuotaViolation try again, until the time-out, what the quota for changes of the
 *     cluster does not allow at once (KIP-599)
 */
public record CreatePartitionsOptions(boolean validateOnly, boolean retryOnQuotaViolation) {
  /** Partitions are added; quota violations are waited out. */
  public static CreatePartitionsOptions defaults() {
    return new CreatePartitionsOptions(false, true);
  }

  public CreatePartitionsOptions validateOnly(boolean only) {
    return new CreatePartitionsOptions(only, retryOnQuotaViolation);
  }

  public CreatePartitionsOptions retryOnQuotaViolation(boolean retry) {
    return new CreatePartitionsOptions(validateOnly, retry);
  }
}
