package io.kafkavertx.spi;

/**
 * A broker of the cluster.
 *
 * @param id the broker's id; negative for a bootstrap address whose id is not known yet
 * @param host the advertised host
 * @param port the advertised port
 * @param rack the broker's rack, null when it has none
 */
public record Node(int id, String host, int port, String rack) {
  @Override
  public String toString() {
    return host + ":" + port + " (id " + id + (rack == null ? "" : ", rack " + rack) + ")";
  }
}
