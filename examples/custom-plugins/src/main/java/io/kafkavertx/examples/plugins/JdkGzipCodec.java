package io.kafkavertx.examples.plugins;

import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import io.kafkavertx.spi.CompressionCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Wraps the JDK's gzip streams. */
final class JdkGzipCodec implements CompressionCodec {
  /** May be kept from call to call: a codec belongs to one event loop. */
  private final byte[] scratch = new byte[8192];

  @Override
  public int id() {
    return JdkGzipFactory.GZIP;
  }

  @Override
  public void compress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
    try (GZIPOutputStream gzip = new GZIPOutputStream(new Into(out))) {
      gzip.write(source, offset, length);
    } catch (IOException e) {
      throw new CodecException("gzip cannot compress", e);
    }
  }

  @Override
  public void decompress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
    // Piece by piece: the output stops it as soon as there is too much.
    try (GZIPInputStream gzip =
        new GZIPInputStream(new ByteArrayInputStream(source, offset, length))) {
      for (int read = gzip.read(scratch); read >= 0; read = gzip.read(scratch)) {
        out.write(scratch, 0, read);
      }
    } catch (IOException e) {
      throw new CodecException("not gzip, or cut off", e);
    }
  }

  private static final class Into extends OutputStream {
    private final BoundedOutput out;

    Into(BoundedOutput out) {
      this.out = out;
    }

    @Override
    public void write(int value) {
      out.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      out.write(bytes, offset, length);
    }
  }
}
