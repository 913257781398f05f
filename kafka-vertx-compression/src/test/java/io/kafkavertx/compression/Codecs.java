package io.kafkavertx.compression;

import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.CompressionCodecFactory;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The codecs as a client finds them. */
final class Codecs {
  private static final Map<String, CompressionCodecFactory> FACTORIES = new TreeMap<>();
  private static final CompressionCodec[] CODECS = new CompressionCodec[5];

  static {
    for (CompressionCodecFactory factory : ServiceLoader.load(CompressionCodecFactory.class)) {
      FACTORIES.put(factory.name(), factory);
      CODECS[factory.id()] = factory.create(new JsonObject());
    }
  }

  private Codecs() {}

  static CompressionCodecFactory factory(String name) {
    return FACTORIES.get(name);
  }

  static CompressionCodec create(String name, JsonObject config) {
    return factory(name).create(config);
  }

  /** A shared codec; null for id 0. */
  static CompressionCodec codec(int id) {
    return CODECS[id];
  }

  static byte[] compress(CompressionCodec codec, byte[] data, int magic) {
    BoundedOutput out = new BoundedOutput(16, Integer.MAX_VALUE - 8);
    codec.compress(data, 0, data.length, magic, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  static byte[] decompress(CompressionCodec codec, byte[] data, int magic, int limit) {
    BoundedOutput out = new BoundedOutput(16, limit);
    codec.decompress(data, 0, data.length, magic, out);
    return Arrays.copyOf(out.array(), out.size());
  }
}
