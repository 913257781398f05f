package io.kafkavertx;

import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.protocol.record.CodecLookup;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.CompressionCodecFactory;

/** The codecs of one consumer, made when a batch needs them. */
final class ConsumerCodecs implements CodecLookup {
  /** Batches have three bits for the id. */
  private final CompressionCodec[] codecs = new CompressionCodec[8];

  private final ClientOptions<?> options;

  ConsumerCodecs(ClientOptions<?> options) {
    this.options = options;
  }

  @Override
  public CompressionCodec codec(int compressionId) {
    CompressionCodec codec = codecs[compressionId];
    if (codec == null) {
      CompressionCodecFactory factory = Plugins.compression(options, compressionId);
      codec = factory.create(options.pluginConfig(factory.name()));
      codecs[compressionId] = codec;
    }
    return codec;
  }

  void close() {
    for (CompressionCodec codec : codecs) {
      if (codec != null) {
        codec.close();
      }
    }
  }
}
