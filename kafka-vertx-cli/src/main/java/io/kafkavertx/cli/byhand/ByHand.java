package io.kafkavertx.cli.byhand;

import io.kafkavertx.ApiVersions;
import io.kafkavertx.BootstrapAddress;
import io.kafkavertx.BrokerConnection;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.RequestOptions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.message.FetchResponse;
import io.kafkavertx.protocol.message.RequestHeader;
import io.kafkavertx.protocol.message.ResponseHeader;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/**
 * Short words for a JShell session with a broker: open a connection, send any request, look at the
 * bytes. All methods block; what they show goes to the standard output.
 */
public final class ByHand {
  private static final int TIMEOUT_SECONDS = 60;
  private static final int SOCKET_TIMEOUT_MILLIS = 10_000;
  private static final int CORRELATION_ID = 1;
  private static final String CLIENT_ID = "by-hand";

  private static Vertx vertx;

  private ByHand() {}

  private static synchronized Vertx vertx() {
    if (vertx == null) {
      vertx = Vertx.vertx();
    }
    return vertx;
  }

  /** A connection to one broker, with versions agreed upon. {@code address} is host:port. */
  public static BrokerConnection open(String address) {
    return open(address, new KafkaClientOptions());
  }

  /** The same with options: TLS, a login, time-outs. */
  public static BrokerConnection open(String address, KafkaClientOptions options) {
    BrokerConnection broker =
        BrokerConnection.create(vertx(), BootstrapAddress.parse(address), options);
    await(broker.connect());
    return broker;
  }

  /** Waits for up to a minute. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("no result within " + TIMEOUT_SECONDS + " s", e);
    }
  }

  /** Shows the versions of all requests that the broker answers. */
  public static void versions(BrokerConnection broker) {
    ApiVersions versions = await(broker.apiVersions());
    versions.apis().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().id()))
        .forEach(
            entry ->
                System.out.printf(
                    "%3d %-42s %2d to %2d, used here: %d%n",
                    entry.getKey().id(),
                    entry.getKey(),
                    entry.getValue().min(),
                    entry.getValue().max(),
                    versions.usable(entry.getKey())));
  }

  /** Sends a request in the highest version that both sides know. */
  public static <R extends ApiResponse> R send(BrokerConnection broker, ApiRequest<R> request) {
    return await(broker.send(request));
  }

  /** Sends a request in a certain version. */
  public static <R extends ApiResponse> R send(
      BrokerConnection broker, ApiRequest<R> request, int version) {
    return await(broker.send(request, RequestOptions.defaults().version(version)));
  }

  /** Shows a message, a line for each field. */
  public static void show(Object message) {
    System.out.println(Outline.of(String.valueOf(message)));
  }

  /** Shows bytes: offset, hexadecimal, text. */
  public static void hex(byte[] bytes) {
    System.out.print(HexDump.of(bytes));
  }

  /** The same. */
  public static void hex(ByteSlice bytes) {
    hex(bytes.toArray());
  }

  /** A request as it crosses the wire: length, header, body. */
  public static byte[] frame(ApiRequest<?> request, int version) {
    ApiKey api = request.apiKey();
    WireWriter body = new WireWriter();
    new RequestHeader()
        .setRequestApiKey(api.id())
        .setRequestApiVersion((short) version)
        .setCorrelationId(CORRELATION_ID)
        .setClientId(CLIENT_ID)
        .write(body, api.requestHeaderVersion((short) version));
    request.write(body, (short) version);
    WireWriter frame = new WireWriter();
    frame.writeInt32(body.size());
    frame.writeBytes(body.toByteArray());
    return frame.toByteArray();
  }

  /**
   * Sends bytes to {@code address} on a plain socket of their own, and reads one answer, its length
   * included.
   */
  public static byte[] exchange(String address, byte[] frame) {
    BootstrapAddress where = BootstrapAddress.parse(address);
    try (Socket socket = new Socket(where.host(), where.port())) {
      socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
      socket.getOutputStream().write(frame);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] length = in.readNBytes(Integer.BYTES);
      if (length.length < Integer.BYTES) {
        throw new IllegalStateException("the other side hung up without an answer");
      }
      // Not allocated at once: the length is whatever the other side says.
      byte[] rest = in.readNBytes(new WireReader(length).readInt32());
      WireWriter answer = new WireWriter();
      answer.writeBytes(length);
      answer.writeBytes(rest);
      return answer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what {@link #exchange} returned as the answer to a request of that kind and version. */
  public static <R extends ApiResponse> R decode(
      ApiRequest<R> request, int version, byte[] answer) {
    WireReader in = new WireReader(answer);
    in.skip(Integer.BYTES);
    new ResponseHeader().read(in, request.apiKey().responseHeaderVersion((short) version));
    R response = request.newResponse();
    response.read(in, (short) version);
    return response;
  }

  /** Shows the batches and records of a fetch response. */
  public static void records(FetchResponse response) {
    for (FetchResponse.FetchableTopicResponse topic : response.responses()) {
      for (FetchResponse.PartitionData partition : topic.partitions()) {
        System.out.println(topic.topic() + "-" + partition.partitionIndex());
        if (partition.records() != null) {
          records(partition.records());
        }
      }
    }
  }

  /** Shows batches and records as brokers store and send them. */
  public static void records(ByteSlice batches) {
    System.out.print(BatchDump.of(batches));
  }
}
