package io.kafkavertx.testkit.broker;

import io.vertx.core.net.HostAndPort;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a broker the few questions that the test kit has, over a blocking socket. It uses request
 * versions that stay the same from 0.8 to 4.x, and none of the library's own code, because that is
 * what the tests are to judge.
 */
final class BrokerProbe {
  private static final int MAX_FRAME = 16 << 20;
  private static final int NO_REPLICA = -1;
  private static final long LATEST = -1;
  private static final short LIST_OFFSETS = 2;
  private static final short METADATA = 3;
  private static final short CREATE_TOPICS = 19;

  private BrokerProbe() {}

  /**
   * What one broker knows of the cluster.
   *
   * @param brokers the ids of the live brokers
   * @param leaders by topic, the leaders of its partitions by partition, -1 where there is none
   */
  record Metadata(List<Integer> brokers, Map<String, Map<Integer, Integer>> leaders) {}

  /** Metadata v0, which every release from 0.8.0 to 4.4.0 answers. */
  static Metadata metadata(HostAndPort broker, int timeoutMillis, String... topics)
      throws IOException {
    DataInputStream in =
        call(
            broker,
            timeoutMillis,
            METADATA,
            (short) 0,
            out -> {
              out.writeInt(topics.length);
              for (String topic : topics) {
                writeString(out, topic);
              }
            });
    List<Integer> brokers = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      brokers.add(in.readInt());
      readString(in);
      in.readInt();
    }
    Map<String, Map<Integer, Integer>> leaders = new HashMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      in.readShort();
      leaders.put(readString(in), readPartitions(in));
    }
    return new Metadata(brokers, leaders);
  }

  private static Map<Integer, Integer> readPartitions(DataInputStream in) throws IOException {
    Map<Integer, Integer> leaders = new HashMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      in.readShort();
      int partition = in.readInt();
      leaders.put(partition, in.readInt());
      in.skipNBytes(4L * in.readInt());
      in.skipNBytes(4L * in.readInt());
    }
    return leaders;
  }

  /**
   * CreateTopics v2 (0.11 and later) or v0 (0.10.1 and later). Returns the error code, 0 if it was
   * created.
   */
  static int createTopic(
      HostAndPort broker, KafkaVersion version, String topic, int partitions, int replication)
      throws IOException {
    short apiVersion = (short) (version.atLeast(1, 0) ? 2 : 0);
    int timeout = 30_000;
    DataInputStream in =
        call(
            broker,
            timeout + 5_000,
            CREATE_TOPICS,
            apiVersion,
            out -> {
              out.writeInt(1);
              writeString(out, topic);
              out.writeInt(partitions);
              out.writeShort(replication);
              out.writeInt(0);
              out.writeInt(0);
              out.writeInt(timeout);
              if (apiVersion > 0) {
                out.writeBoolean(false);
              }
            });
    if (apiVersion > 0) {
      in.readInt();
    }
    in.readInt();
    readString(in);
    return in.readShort();
  }

  /**
   * Asks the leader of a partition for its end, by ListOffsets v1 (0.10.1 and later) or v0. Returns
   * the error code, 0 when the broker serves the partition.
   */
  static int endOfPartition(
      HostAndPort leader, KafkaVersion version, int timeoutMillis, String topic, int partition)
      throws IOException {
    short apiVersion = (short) (version.atLeast(0, 10, 1) ? 1 : 0);
    DataInputStream in =
        call(
            leader,
            timeoutMillis,
            LIST_OFFSETS,
            apiVersion,
            out -> {
              out.writeInt(NO_REPLICA);
              out.writeInt(1);
              writeString(out, topic);
              out.writeInt(1);
              out.writeInt(partition);
              out.writeLong(LATEST);
              if (apiVersion == 0) {
                out.writeInt(1);
              }
            });
    in.readInt();
    readString(in);
    in.readInt();
    in.readInt();
    return in.readShort();
  }

  /** Only opens a connection, for listeners that want credentials or TLS. */
  static void connect(HostAndPort broker, int timeoutMillis) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(broker.host(), broker.port()), timeoutMillis);
    }
  }

  private interface Body {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private static DataInputStream call(
      HostAndPort broker, int timeoutMillis, short api, short version, Body body)
      throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(frame);
    out.writeShort(api);
    out.writeShort(version);
    out.writeInt(1);
    writeString(out, "testkit");
    body.writeTo(out);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(broker.host(), broker.port()), timeoutMillis);
      socket.setSoTimeout(timeoutMillis);
      DataOutputStream wire = new DataOutputStream(socket.getOutputStream());
      wire.writeInt(frame.size());
      frame.writeTo(wire);
      wire.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = in.readInt();
      if (length < 4 || length > MAX_FRAME) {
        throw new IOException(broker + " answered with a frame of " + length + " bytes");
      }
      DataInputStream answer = new DataInputStream(new ByteArrayInputStream(in.readNBytes(length)));
      answer.readInt();
      return answer;
    }
  }

  private static void writeString(DataOutputStream out, String value) throws IOException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static String readString(DataInputStream in) throws IOException {
    int length = in.readShort();
    return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
