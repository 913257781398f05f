package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.wire.ByteSlice;
import java.util.List;

/** A broker's way back to one client, over a real socket or a simulated one. */
interface ClientLink {
  /** Sends one frame: its size, then the segments. */
  void send(List<ByteSlice> segments);

  /** Sends bytes as they are. */
  void sendRaw(byte[] bytes);

  /** Closes the connection in an orderly way, after what has been sent. */
  void close();

  /** Resets the connection: what is under way may be lost. */
  void reset();
}
