package io.kafkavertx.admin;

/**
 * A change of a feature's level.
 *
 * @param maxVersionLevel the new level; 0 switches the feature off
 * @param type which direction is allowed
 */
public record FeatureUpdate(int maxVersionLevel, Type type) {
  /** A higher level. */
  public static FeatureUpdate upgrade(int level) {
    return new FeatureUpdate(level, Type.UPGRADE);
  }

  /** A lower level, if nothing is lost. */
  public static FeatureUpdate safeDowngrade(int level) {
    return new FeatureUpdate(level, Type.SAFE_DOWNGRADE);
  }

  /** A lower level, even if metadata is lost. */
  public static FeatureUpdate unsafeDowngrade(int level) {
    return new FeatureUpdate(level, Type.UNSAFE_DOWNGRADE);
  }

  /** A direction. */
  public enum Type {
    UPGRADE(1),
    SAFE_DOWNGRADE(2),
    UNSAFE_DOWNGRADE(3);

    private final byte code;

    Type(int code) {
      this.code = (byte) code;
    }

    /** The type's number in the protocol. */
    public byte code() {
      return code;
    }
  }
}
