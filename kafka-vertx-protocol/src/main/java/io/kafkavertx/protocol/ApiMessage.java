package io.kafkavertx.protocol;

import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;

/**
 * A structure of the Kafka protocol that is sent on its own: a request, a response, a header or a
 * versioned data record.
 */
public interface ApiMessage {
  /** The lowest version that this build can read and write. */
  short lowestVersion();

  /** The highest version that this build can read and write, unstable ones included. */
  short highestVersion();

  /**
   * Writes this message in the form of {@code version}.
   *
   * @throws io.kafkavertx.protocol.wire.ProtocolException when a field that the version lacks, and
   *     that is not ignorable, has been set
   */
  void write(WireWriter out, short version);

  /**
   * Replaces every field by what {@code in} holds in the form of {@code version}.
   *
   * @throws io.kafkavertx.protocol.wire.ProtocolException when the bytes do not follow the schema
   */
  void read(WireReader in, short version);
}
