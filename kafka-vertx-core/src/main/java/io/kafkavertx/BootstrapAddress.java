package io.kafkavertx;

/**
 * The address of a broker to start from.
 *
 * @param host a name or a numeric address, without brackets
 * @param port from 1 to 65535
 */
public record BootstrapAddress(String host, int port) {
  /** The port when an address names none. */
  public static final int DEFAULT_PORT = 9092;

  /**
   * Reads {@code host}, {@code host:port}, {@code [ipv6]}, {@code [ipv6]:port} or a bare IPv6
   * address. A prefix such as {@code PLAINTEXT://} is an error: the protocol is an option of its
   * own.
   *
   * @throws ConfigException when it is none of these
   */
  public static BootstrapAddress parse(String text) {
    String address = text.trim();
    if (address.contains("://")) {
      throw wrong(text, "leave out what stands before the host and set securityProtocol instead");
    }
    if (address.startsWith("[")) {
      int end = address.indexOf(']');
      if (end < 0) {
        throw wrong(text, "the bracket is not closed");
      }
      String rest = address.substring(end + 1);
      if (!rest.isEmpty() && !rest.startsWith(":")) {
        throw wrong(text, "after the bracket only a port may follow");
      }
      return of(text, address.substring(1, end), rest.isEmpty() ? null : rest.substring(1));
    }
    int colon = address.indexOf(':');
    boolean bareIpv6 = colon >= 0 && address.indexOf(':', colon + 1) >= 0;
    if (bareIpv6 && !address.matches("[0-9a-fA-F:.]+(%.+)?")) {
      throw wrong(text, "a host has no colons, and several addresses are separated by commas");
    }
    if (colon < 0 || bareIpv6) {
      return of(text, address, null);
    }
    return of(text, address.substring(0, colon), address.substring(colon + 1));
  }

  private static BootstrapAddress of(String text, String host, String port) {
    if (host.isEmpty()
        || host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '@' || c == ';')) {
      throw wrong(text, "the host is missing or has a character that no host has");
    }
    if (port == null) {
      return new BootstrapAddress(host, DEFAULT_PORT);
    }
    int number;
    try {
      number = Integer.parseInt(port);
    } catch (NumberFormatException e) {
      throw wrong(text, "the port is not a number");
    }
    if (number < 1 || number > 65535) {
      throw wrong(text, "the port must be from 1 to 65535");
    }
    return new BootstrapAddress(host, number);
  }

  private static ConfigException wrong(String text, String why) {
    return new ConfigException(
        "bootstrapServers: '" + text + "' is not an address like host:9092: " + why);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
