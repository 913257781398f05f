package io.kafkavertx.internal.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CompressionCodec;
import org.junit.jupiter.api.Test;

/** A codec that throws fails the batch in question, is named, and the producer goes on. */
final class FailingCodecTest {
  private final ProducerRig rig = new ProducerRig();

  /** Fails while it is told to. */
  private static final class Failing implements CompressionCodec {
    private boolean failing = true;

    @Override
    public int id() {
      return 1;
    }

    @Override
    public void compress(byte[] data, int offset, int length, int magic, BoundedOutput out) {
      if (failing) {
        throw new IllegalStateException("no table");
      }
      // Longer than what it was given, so that the batch goes as it is.
      out.write(data, offset, length);
      out.write(data, offset, length);
    }

    @Override
    public void decompress(byte[] data, int offset, int length, int magic, BoundedOutput out) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void aCodecThatThrowsIsNamedAndTheProducerGoesOn() {
    Failing codec = new Failing();
    rig.codec = codec;
    rig.cluster.topic("t", 1);
    rig.start();
    assertThat(rig.failure(rig.send("t", 0, "a"), 1000))
        .hasMessageContainingAll("t-0", Failing.class.getName(), "no table");
    codec.failing = false;
    assertThat(rig.get(rig.send("t", 0, "b"), 1000).offset()).isZero();
    assertThat(rig.core.used()).isZero();
  }
}
