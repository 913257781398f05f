package io.kafkavertx.admin;

/**
 * How to change features.
 *
 * @param validateOnly only check whether they could be changed
 */
public record UpdateFeaturesOptions(boolean validateOnly) {
  /** They are changed. */
  public static UpdateFeaturesOptions defaults() {
    return new UpdateFeaturesOptions(false);
  }

  public UpdateFeaturesOptions validateOnly(boolean only) {
    return new UpdateFeaturesOptions(only);
  }
}
