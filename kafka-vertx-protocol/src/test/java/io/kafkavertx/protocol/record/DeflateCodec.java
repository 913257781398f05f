package io.kafkavertx.protocol.record;

import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import io.kafkavertx.spi.CompressionCodec;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A codec with the id of gzip for tests of batches; the real codecs are tested in their module. */
final class DeflateCodec implements CompressionCodec {
  @Override
  public int id() {
    return 1;
  }

  @Override
  public void compress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
    Deflater deflater = new Deflater();
    deflater.setInput(source, offset, length);
    deflater.finish();
    byte[] chunk = new byte[1024];
    while (!deflater.finished()) {
      out.write(chunk, 0, deflater.deflate(chunk));
    }
    deflater.end();
  }

  @Override
  public void decompress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
    Inflater inflater = new Inflater();
    inflater.setInput(source, offset, length);
    byte[] chunk = new byte[1024];
    try {
      while (!inflater.finished()) {
        int count = inflater.inflate(chunk);
        if (count == 0 && !inflater.finished()) {
          throw new CodecException("the data ends in the middle");
        }
        out.write(chunk, 0, count);
      }
    } catch (DataFormatException e) {
      throw new CodecException("not a deflate stream", e);
    } finally {
      inflater.end();
    }
  }
}
