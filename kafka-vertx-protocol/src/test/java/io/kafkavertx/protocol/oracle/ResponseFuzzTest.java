package io.kafkavertx.protocol.oracle;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiMessage;
import io.kafkavertx.protocol.message.RequestHeader;
import io.kafkavertx.protocol.message.ResponseHeader;
import io.kafkavertx.protocol.wire.ProtocolException;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes either are refused with a {@link ProtocolException} or are understood; what was
 * understood can be written, and what was written reads as the same again.
 *
 * <p>In an ordinary build the seeds run. To look for new inputs: {@code JAZZER_FUZZ=1 mvn test -pl
 * kafka-vertx-protocol -am -Dtest=ResponseFuzzTest#responses}.
 */
class ResponseFuzzTest {
  /** The first byte is the API, the second the version, the rest the body. */
  @MethodSource("responseSeeds")
  @FuzzTest(maxDuration = "10m")
  void responses(byte[] data) {
    ApiKey api = data.length < 2 ? null : ApiKey.forId(data[0]);
    if (api == null || data[1] < api.lowestVersion() || data[1] > api.highestUnstableVersion()) {
      return;
    }
    roundTrip(api::newResponse, data[1], Arrays.copyOfRange(data, 2, data.length));
  }

  /** The first byte is the version. */
  @MethodSource("headerSeeds")
  @FuzzTest(maxDuration = "5m")
  void headers(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] header = Arrays.copyOfRange(data, 1, data.length);
    short version = (short) (data[0] & 3);
    if (version <= ResponseHeader.HIGHEST_VERSION) {
      roundTrip(ResponseHeader::new, version, header);
    }
    if (version <= RequestHeader.HIGHEST_VERSION) {
      roundTrip(RequestHeader::new, version, header);
    }
  }

  static Stream<byte[]> responseSeeds() {
    return Frames.responses(1, 1).stream()
        .map(frame -> seed(frame.api().id(), frame.version(), frame.body()));
  }

  static Stream<byte[]> headerSeeds() {
    return Stream.of(
        new byte[] {0, 0, 0, 0, 7},
        new byte[] {1, 0, 0, 0, 7, 0},
        new byte[] {1, 0, 0, 0, 7, 1, 0, 2, 1, 2},
        new byte[] {1, 0, 18, 0, 3, 0, 0, 0, 7, 0, 1, 'a'},
        new byte[] {2, 0, 18, 0, 3, 0, 0, 0, 7, -1, -1, 0});
  }

  private static byte[] seed(short api, short version, byte[] body) {
    byte[] seed = new byte[body.length + 2];
    seed[0] = (byte) api;
    seed[1] = (byte) version;
    System.arraycopy(body, 0, seed, 2, body.length);
    return seed;
  }

  private static void roundTrip(Supplier<? extends ApiMessage> type, short version, byte[] bytes) {
    ApiMessage first = type.get();
    try {
      first.read(new WireReader(bytes), version);
    } catch (ProtocolException refused) {
      return;
    }
    byte[] written = write(first, version);
    ApiMessage second = type.get();
    second.read(new WireReader(written), version);
    if (!Arrays.equals(write(second, version), written)) {
      throw new AssertionError(first + " became " + second);
    }
  }

  private static byte[] write(ApiMessage message, short version) {
    WireWriter out = new WireWriter();
    message.write(out, version);
    return out.toByteArray();
  }
}
