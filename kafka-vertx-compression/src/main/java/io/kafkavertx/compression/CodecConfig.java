package io.kafkavertx.compression;

import io.vertx.core.json.JsonObject;

/** Reads the configuration of a codec, and the trouble of loading native code. */
final class CodecConfig {
  private static final String LEVEL = "level";

  private CodecConfig() {}

  /**
   * The compression level.
   *
   * @throws IllegalArgumentException when it is not a number in the range, or there is another key
   */
  static int level(String codec, JsonObject config, int smallest, int largest, int standard) {
    for (String key : config.fieldNames()) {
      if (!key.equals(LEVEL)) {
        throw new IllegalArgumentException(
            codec + " compression has no option '" + key + "', only 'level'");
      }
    }
    Object value = config.getValue(LEVEL);
    if (value == null) {
      return standard;
    }
    if (value instanceof Integer level && level >= smallest && level <= largest) {
      return level;
    }
    throw new IllegalArgumentException(
        "'level' of "
            + codec
            + " compression is '"
            + value
            + "', but must be a whole number from "
            + smallest
            + " to "
            + largest);
  }

  /**
   * No options at all.
   *
   * @throws IllegalArgumentException when there is one
   */
  static void none(String codec, JsonObject config) {
    for (String key : config.fieldNames()) {
      throw new IllegalArgumentException(codec + " compression has no option '" + key + "'");
    }
  }

  /** What to tell a user whose platform does not load the native library of a codec. */
  static UnsupportedOperationException notLoaded(
      String codec, String library, String directoryProperty, Throwable cause) {
    return new UnsupportedOperationException(
        codec
            + " compression is not available: the native library of "
            + library
            + " cannot be loaded on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + " ("
            + cause
            + "). It is unpacked into "
            + System.getProperty(directoryProperty, System.getProperty("java.io.tmpdir"))
            + ", which must allow writing and executing; the system property "
            + directoryProperty
            + " names another directory. Where the library does not exist for a platform, choose"
            + " gzip or lz4, which need none",
        cause);
  }
}
