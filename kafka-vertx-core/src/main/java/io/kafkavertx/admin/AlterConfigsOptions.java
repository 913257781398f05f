package io.kafkavertx.admin;

/**
 * How to change configuration.
 *
 * @param validateOnly only check whether it could be changed
 */
public record AlterConfigsOptions(boolean validateOnly) {
  /** It is changed. */
  public static AlterConfigsOptions defaults() {
    return new AlterConfigsOptions(false);
  }

  public AlterConfigsOptions validateOnly(boolean only) {
    return new AlterConfigsOptions(only);
  }
}
