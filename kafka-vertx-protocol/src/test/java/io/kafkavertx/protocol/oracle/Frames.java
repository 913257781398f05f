package io.kafkavertx.protocol.oracle;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiMessage;
import io.kafkavertx.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Valid bytes of every response in every version, to start from when looking for trouble. */
final class Frames {
  /** The body of a response. */
  record Frame(ApiKey api, short version, byte[] body) {
    @Override
    public String toString() {
      return api + " v" + version;
    }
  }

  private Frames() {}

  /** {@code perVersion} random responses of every version of every API. */
  static List<Frame> responses(long seed, int perVersion) {
    List<Frame> frames = new ArrayList<>();
    for (ApiKey api : ApiKey.values()) {
      String name = api.newResponse().getClass().getSimpleName();
      for (int v = api.lowestVersion(); v <= api.highestUnstableVersion(); v++) {
        short version = (short) v;
        JsonSchema schema = schema(name, version);
        Random random = new Random(seed ^ (name + v).hashCode());
        for (int i = 0; i < perVersion; i++) {
          frames.add(new Frame(api, version, bytes(name, schema, version, random)));
        }
      }
    }
    return frames;
  }

  private static JsonSchema schema(String name, short version) {
    JsonSchema newest = Release.NEWEST.schemas().get(name);
    return newest.versions().contains(version) ? newest : Release.LEGACY.schemas().get(name);
  }

  private static byte[] bytes(String name, JsonSchema schema, short version, Random random) {
    try {
      ApiMessage message = OurMessages.of(name, RandomTree.of(schema, version, random), null);
      WireWriter out = new WireWriter();
      message.write(out, version);
      return out.toByteArray();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
