package io.kafkavertx.internal.net;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiMessage;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.RequestHeader;
import io.kafkavertx.protocol.message.ResponseHeader;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.protocol.wire.ProtocolException;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;
import java.util.List;

/** Requests to frames, frames to responses: header and body. */
final class FrameCodec {
  private FrameCodec() {}

  /** The frame of a request, without its size. */
  static List<ByteSlice> encode(
      ApiKey api, ApiMessage request, short version, int correlationId, String clientId) {
    WireWriter out = new WireWriter();
    new RequestHeader()
        .setRequestApiKey((short) api.id())
        .setRequestApiVersion(version)
        .setCorrelationId(correlationId)
        .setClientId(clientId)
        .write(out, api.requestHeaderVersion(version));
    request.write(out, version);
    return out.segments();
  }

  /** The correlation id that a frame starts with, in every version of the response header. */
  static int correlationId(ByteSlice frame) {
    return new WireReader(frame).readInt32();
  }

  /**
   * Reads header and body.
   *
   * @return the response; ApiVersions may come in version 0 whatever was asked, see {@link
   *     #bodyVersion}
   * @throws ProtocolException when the frame is not exactly such a response
   */
  static <R extends ApiResponse> R decode(ByteSlice frame, ApiKey api, R response, short version) {
    WireReader in = new WireReader(frame);
    new ResponseHeader().read(in, api.responseHeaderVersion(version));
    response.read(in, bodyVersion(api, version, frame, in.position()));
    if (in.remaining() > 0) {
      throw new ProtocolException(
          in.remaining() + " bytes are left over after the response has been read");
    }
    return response;
  }

  /** A broker that does not know a version of ApiVersions says so in version 0. */
  private static short bodyVersion(ApiKey api, short version, ByteSlice frame, int bodyAt) {
    if (api != ApiKey.API_VERSIONS || frame.offset() + frame.length() - bodyAt < 2) {
      return version;
    }
    short error = new WireReader(frame.array(), bodyAt, 2).readInt16();
    return error == ErrorCode.UNSUPPORTED_VERSION.code() ? 0 : version;
  }
}
