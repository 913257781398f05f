package io.kafkavertx.cli;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.message.RequestHeader;
import io.kafkavertx.protocol.message.ResponseHeader;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** Requests on a socket, one after the other: to find out what listens there. */
final class Wire {
  private static final int LARGEST_ANSWER = 1 << 20;

  private final Socket socket;
  private int correlationId;

  Wire(Socket socket) {
    this.socket = socket;
  }

  /**
   * Sends a request and reads the answer.
   *
   * @throws NotKafkaException when what answers is something else
   * @throws EOFException when the other side hangs up
   */
  <R extends ApiResponse> R call(ApiRequest<R> request, ApiKey api, short version, R response)
      throws IOException {
    WireWriter body = new WireWriter();
    new RequestHeader()
        .setRequestApiKey(api.id())
        .setRequestApiVersion(version)
        .setCorrelationId(++correlationId)
        .setClientId("kafka-vertx-cli")
        .write(body, api.requestHeaderVersion(version));
    request.write(body, version);
    WireWriter frame = new WireWriter();
    frame.writeInt32(body.size());
    frame.writeBytes(body.toByteArray());
    OutputStream out = socket.getOutputStream();
    out.write(frame.toByteArray());
    out.flush();
    WireReader in = new WireReader(answer());
    ResponseHeader header = new ResponseHeader();
    header.read(in, api.responseHeaderVersion(version));
    if (header.correlationId() != correlationId) {
      throw new NotKafkaException("an answer to another question");
    }
    response.read(in, version);
    return response;
  }

  private byte[] answer() throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] first = new byte[4];
    in.readFully(first);
    int length = new WireReader(first).readInt32();
    if (length < 4 || length > LARGEST_ANSWER) {
      throw new NotKafkaException(Speech.of(first));
    }
    byte[] frame = new byte[length];
    in.readFully(frame);
    return frame;
  }

  /** What answered is no Kafka broker. */
  static final class NotKafkaException extends IOException {
    private static final long serialVersionUID = 1L;

    NotKafkaException(String what) {
      super(what);
    }
  }
}
