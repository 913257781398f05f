package io.kafkavertx.admin;

/**
 * How to change quotas.
 *
 * @param validateOnly only check whether they could be changed
 */
public record AlterQuotasOptions(boolean validateOnly) {
  /** Quotas are changed. */
  public static AlterQuotasOptions defaults() {
    return new AlterQuotasOptions(false);
  }

  public AlterQuotasOptions validateOnly(boolean only) {
    return new AlterQuotasOptions(only);
  }
}
