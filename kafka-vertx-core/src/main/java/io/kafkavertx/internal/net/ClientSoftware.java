package io.kafkavertx.internal.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.regex.Pattern;

/** Who we say we are (KIP-511). */
public final class ClientSoftware {
  /** What brokers accept; they refuse the whole request otherwise. */
  private static final Pattern ACCEPTED =
      Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

  /** Our name. */
  public static final String NAME = "kafka-vertx";

  /**
   * The version of this build, which the build writes beside this class: a manifest may be that of
   * an application's jar. {@code unknown} where it was built in another way.
   */
  public static final String VERSION = version();

  private ClientSoftware() {}

  private static String version() {
    Properties build = new Properties();
    try (InputStream in = ClientSoftware.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String found = build.getProperty("version", "");
    return ACCEPTED.matcher(found).matches() ? found : "unknown";
  }
}
