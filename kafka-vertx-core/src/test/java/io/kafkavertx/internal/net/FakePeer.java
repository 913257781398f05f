package io.kafkavertx.internal.net;

import io.kafkavertx.internal.net.FakeTransport.FakeChannel;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiMessage;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ApiVersionsResponse;
import io.kafkavertx.protocol.message.RequestHeader;
import io.kafkavertx.protocol.message.ResponseHeader;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** A broker of a few lines: says what it supports and answers what the test tells it to. */
final class FakePeer implements BiConsumer<FakeChannel, byte[]> {
  /** A request as it came. */
  record Received(
      FakeChannel channel, ApiKey api, short version, int correlationId, ApiMessage request) {
    /** Answers it in the version in which it came. */
    void answer(ApiMessage response) {
      answer(response, version, correlationId);
    }

    void answer(ApiMessage response, short bodyVersion, int id) {
      WireWriter out = new WireWriter();
      new ResponseHeader().setCorrelationId(id).write(out, api.responseHeaderVersion(version));
      response.write(out, bodyVersion);
      channel.answer(out.toByteArray());
    }
  }

  /** Deals with a request: answers it, hangs up, or keeps silent. */
  interface Script {
    void handle(Received request);
  }

  final List<Received> received = new ArrayList<>();
  private final Map<ApiKey, Script> scripts = new EnumMap<>(ApiKey.class);
  private final ApiVersionsResponse versions = new ApiVersionsResponse();

  FakePeer() {
    List<ApiVersionsResponse.ApiVersion> all = new ArrayList<>();
    for (ApiKey api : ApiKey.values()) {
      all.add(version(api, api.lowestVersion(), api.highestVersion()));
    }
    versions.setApiKeys(all);
    on(ApiKey.API_VERSIONS, request -> request.answer(versions));
  }

  static ApiVersionsResponse.ApiVersion version(ApiKey api, int min, int max) {
    return new ApiVersionsResponse.ApiVersion()
        .setApiKey((short) api.id())
        .setMinVersion((short) min)
        .setMaxVersion((short) max);
  }

  /** Announces only these. */
  FakePeer announce(ApiVersionsResponse.ApiVersion... apis) {
    versions.setApiKeys(List.of(apis));
    return this;
  }

  /** Refuses versions of ApiVersions above {@code max} as brokers do, naming the maximum or not. */
  FakePeer apiVersionsUpTo(int max, boolean named) {
    return on(
        ApiKey.API_VERSIONS,
        request -> {
          if (request.version() <= max) {
            request.answer(versions);
          } else {
            ApiVersionsResponse refusal =
                new ApiVersionsResponse().setErrorCode(ErrorCode.UNSUPPORTED_VERSION.code());
            if (named) {
              refusal.setApiKeys(List.of(version(ApiKey.API_VERSIONS, 0, max)));
            }
            request.answer(refusal, (short) 0, request.correlationId());
          }
        });
  }

  FakePeer on(ApiKey api, Script script) {
    scripts.put(api, script);
    return this;
  }

  @Override
  public void accept(FakeChannel channel, byte[] frame) {
    ApiKey api = ApiKey.forId(new WireReader(frame).readInt16());
    short version = new WireReader(frame, 2, 2).readInt16();
    WireReader in = new WireReader(frame);
    RequestHeader header = new RequestHeader();
    header.read(in, api.requestHeaderVersion(version));
    ApiMessage request = api.newRequest();
    request.read(in, version);
    Received one = new Received(channel, api, version, header.correlationId(), request);
    received.add(one);
    Script script = scripts.get(api);
    if (script != null) {
      script.handle(one);
    }
  }

  List<Received> received(ApiKey api) {
    return received.stream().filter(request -> request.api() == api).toList();
  }
}
