package io.kafkavertx.internal.net;

import java.util.regex.Pattern;

/** Who we say we are (KIP-511). */
public final class ClientSoftware {
  /** What brokers accept; they refuse the whole request otherwise. */
  private static final Pattern ACCEPTED =
      Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

  /** Our name. */
  public static final String NAME = "kafka-vertx";

  /** The version of this build; {@code unknown} when it is not packaged. */
  public static final String VERSION = version();

  private ClientSoftware() {}

  private static String version() {
    Class<?> here = ClientSoftware.class;
    String found =
        here.getModule().isNamed()
            ? here.getModule().getDescriptor().rawVersion().orElse(null)
            : here.getPackage().getImplementationVersion();
    return found != null && ACCEPTED.matcher(found).matches() ? found : "unknown";
  }
}
