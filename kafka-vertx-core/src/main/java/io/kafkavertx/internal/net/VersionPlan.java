package io.kafkavertx.internal.net;

/** How a connection finds out what its broker supports. */
sealed interface VersionPlan {
  /**
   * Asks with ApiVersions.
   *
   * @param mayBeLegacy whether a broker that hangs up or keeps silent may be one of a release
   *     before 0.10
   */
  record Ask(boolean mayBeLegacy) implements VersionPlan {}

  /** Finds out whether the broker is of that release. */
  record Probe(LegacyRelease release) implements VersionPlan {}

  /** Takes the release for granted. */
  record Assume(LegacyRelease release) implements VersionPlan {}
}
