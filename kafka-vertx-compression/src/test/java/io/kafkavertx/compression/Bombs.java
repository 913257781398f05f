package io.kafkavertx.compression;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;
import org.xerial.snappy.Snappy;

/** Input that unpacks to too much, or that is not what it says. None of it may be accepted. */
final class Bombs {
  private static final String SNAPPY = "82534e4150505900 00000001 00000001";
  private static final int MEGABYTE = 1 << 20;

  private Bombs() {}

  /** The cases by name; the name starts with the codec's. Each is a bomb for 4 MiB at most. */
  static Map<String, byte[]> all() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    gzip(all);
    snappy(all);
    lz4(all);
    lz4Blocks(all);
    zstd(all);
    zstdBlocks(all);
    return all;
  }

  /** The id of the codec that a case is for. */
  static int codec(String name) {
    return Codecs.factory(name.substring(0, name.indexOf(':'))).id();
  }

  private static void gzip(Map<String, byte[]> all) {
    byte[] good = Codecs.compress(Codecs.codec(1), CodecTest.text(1_000), 2);
    int trailer = good.length - GzipCodec.TRAILER;
    byte[] zeros = Codecs.compress(Codecs.codec(1), new byte[MEGABYTE], 2);
    all.put("gzip: a bomb", Codecs.compress(Codecs.codec(1), new byte[64 * MEGABYTE], 2));
    all.put("gzip: a bomb that admits nothing", changed(times(zeros, 16), -1, 0, 0, 0, 0));
    all.put("gzip: members", times(zeros, 16));
    all.put("gzip: empty members", times(Codecs.compress(Codecs.codec(1), new byte[0], 2), 3_000));
    all.put("gzip: another CRC", changed(good, trailer, good[trailer] + 1));
    all.put("gzip: a size of 2^32 - 1", changed(good, trailer + 4, 0xFF, 0xFF, 0xFF, 0xFF));
    all.put("gzip: a size of 0", changed(good, trailer + 4, 0, 0, 0, 0));
    all.put("gzip: no trailer", Arrays.copyOf(good, trailer));
    all.put("gzip: half a trailer", Arrays.copyOf(good, trailer + 4));
    all.put("gzip: cut", Arrays.copyOf(good, trailer / 2));
    all.put("gzip: garbage behind", join(good, CodecTest.noise(100)));
    all.put("gzip: an extra field without end", hex("1f8b0804000000000003 ffff 00"));
    all.put("gzip: a name without end", join(hex("1f8b0808000000000003"), filled(60_000, 'a')));
    all.put("gzip: flags of the future", changed(good, 3, 0xE0));
    all.put("gzip: a block of no type", hex("1f8b0800000000000003 07 00000000 00000000"));
    all.put("gzip: references before the start", withDictionary());
    all.put("gzip: nothing", new byte[0]);
  }

  private static void snappy(Map<String, byte[]> all) {
    byte[] block = snappyBlock(CodecTest.text(1_000));
    byte[] zeros = snappyBlock(new byte[32 * 1024]);
    all.put("snappy: 2^31 - 1 bytes", hex("ffffffff07 00 61"));
    all.put("snappy: more than 2^32 bytes", hex("ffffffff7f 00 61"));
    all.put("snappy: a negative length", hex("8080808008 00 61"));
    all.put("snappy: a length without end", filled(100, 0xFF));
    all.put("snappy: shorter than its content", changed(block, 0, 0xF4, 0x03));
    all.put("snappy: longer than its content", changed(block, 0, 0xB0, 0x09));
    all.put("snappy: a chunk of 2^31 - 1", hex(SNAPPY + "7fffffff 0161"));
    all.put("snappy: a chunk of -1", hex(SNAPPY + "ffffffff 0161"));
    all.put("snappy: a chunk of 0", hex(SNAPPY + "00000000 0161"));
    all.put("snappy: a chunk of 2^31 - 1 bytes", hex(SNAPPY + "00000007 ffffffff07 0061"));
    all.put("snappy: zeros in chunks", join(hex(SNAPPY), times(join(size(zeros), zeros), 300)));
    all.put("snappy: empty chunks", join(hex(SNAPPY), times(hex("00000001 00"), 10_000)));
    all.put("snappy: nothing but headers", times(hex(SNAPPY), 3_000));
    all.put("snappy: a framing of the future", hex("82534e4150505900 00000002 00000002"));
    byte[] framed = join(hex(SNAPPY), join(size(block), block));
    all.put("snappy: a chunk that is cut", Arrays.copyOf(framed, framed.length - 10));
    all.put("snappy: a length that is cut", join(framed, new byte[] {0, 0, 1}));
    all.put("snappy: a copy from before the start", hex("0a 00 61 15 64"));
    all.put("snappy: a copy of itself", hex("0a 00 61 15 00"));
    all.put("snappy: nothing", new byte[0]);
  }

  private static void lz4(Map<String, byte[]> all) {
    byte[] good = Codecs.compress(Codecs.codec(3), CodecTest.text(1_000), 2);
    byte[] blocks = Arrays.copyOfRange(good, 7, good.length);
    all.put("lz4: a bomb", Codecs.compress(Codecs.codec(3), new byte[64 * MEGABYTE], 2));
    all.put("lz4: 2^63 - 1 bytes", lz4Frame(0x68, 0x40, "ffffffffffffff7f", blocks));
    all.put("lz4: one byte less", lz4Frame(0x68, 0x40, "e703000000000000", blocks));
    all.put("lz4: another header checksum", changed(good, 6, good[6] + 1));
    all.put("lz4: another content checksum", join(lz4Frame(0x64, 0x40, "", blocks), new byte[4]));
    all.put("lz4: no content checksum", lz4Frame(0x64, 0x40, "", blocks));
    all.put("lz4: no block checksum", lz4Frame(0x70, 0x40, "", blocks));
    all.put("lz4: blocks that depend", lz4Frame(0x40, 0x40, "", blocks));
    all.put("lz4: a dictionary", lz4Frame(0x61, 0x40, "01000000", blocks));
    all.put("lz4: a version of the future", lz4Frame(0xA0, 0x40, "", blocks));
    all.put("lz4: a block size of no size", lz4Frame(0x60, 0x30, "", blocks));
    all.put("lz4: no end mark", Arrays.copyOf(good, good.length - 4));
    all.put("lz4: cut", Arrays.copyOf(good, good.length / 2));
    all.put("lz4: garbage behind", join(good, CodecTest.noise(100)));
    all.put("lz4: two frames", join(good, good));
    all.put("lz4: skippable frames", times(hex("502a4d18 00000000"), 5_000));
    all.put("lz4: nothing", new byte[0]);
  }

  private static void lz4Blocks(Map<String, byte[]> all) {
    byte[] end = new byte[4];
    byte[] large = lz4Block(new byte[256 * 1024]);
    byte[] huge = lz4Block(new byte[4 * MEGABYTE]);
    all.put("lz4: a block of 2^31 - 1", lz4Frame(0x60, 0x40, "", hex("ffffff7f 61")));
    all.put("lz4: a block of 70,000", lz4Frame(0x60, 0x40, "", stored(new byte[70_000])));
    all.put("lz4: a block becomes 256 KiB", lz4Frame(0x60, 0x40, "", join(large, end)));
    all.put("lz4: blocks of 4 MiB", lz4Frame(0x60, 0x70, "", join(times(huge, 4), end)));
    all.put(
        "lz4: empty blocks", lz4Frame(0x60, 0x40, "", join(times(hex("00000080"), 10_000), end)));
    all.put(
        "lz4: a length without end",
        lz4Frame(0x60, 0x40, "", join(sized(join(hex("f0"), filled(9_000, 0xFF))), end)));
    all.put(
        "lz4: a copy from before the start",
        lz4Frame(0x60, 0x40, "", join(sized(hex("1f 61 6400 00 50 6162636465")), end)));
  }

  /** A block that copies from where it writes to, which the format forbids. */
  static byte[] lz4CopyOfItself() {
    return lz4Frame(0x60, 0x40, "", join(sized(hex("1f 61 0000 00 50 6162636465")), new byte[4]));
  }

  private static void zstd(Map<String, byte[]> all) {
    byte[] good = Zstd.compress(CodecTest.text(1_000));
    byte[] zeros = Zstd.compress(new byte[MEGABYTE]);
    all.put("zstd: a bomb", Zstd.compress(new byte[64 * MEGABYTE]));
    all.put("zstd: frames", times(zeros, 16));
    all.put("zstd: 2^40 bytes", hex("28b52ffd e0 0000000000010000 010000"));
    all.put("zstd: a window of 2^41", hex("28b52ffd 00 f8 010000"));
    all.put("zstd: more than its content", changed(good, 5, good[5] + 1));
    all.put("zstd: less than its content", changed(good, 5, good[5] - 1));
    all.put("zstd: a dictionary", hex("28b52ffd 21 05 01 090000 61"));
    all.put("zstd: a reserved bit", changed(good, 4, good[4] | 8));
    all.put("zstd: skippable frames", times(hex("502a4d18 00000000"), 5_000));
    all.put("zstd: a skippable frame of 2^32 - 1", hex("502a4d18 ffffffff 6161"));
    all.put("zstd: cut", Arrays.copyOf(good, good.length / 2));
    all.put("zstd: garbage behind", join(good, CodecTest.noise(100)));
    all.put("zstd: nothing but a magic number", hex("28b52ffd"));
    all.put("zstd: nothing", new byte[0]);
  }

  private static void zstdBlocks(Map<String, byte[]> all) {
    // Runs of 128 KiB, 4 bytes each; the lowest bit of the header marks the last one.
    all.put("zstd: runs", join(hex("28b52ffd 00 58"), times(hex("020010 61"), 1_000)));
    byte[] runs = join(times(hex("020010 61"), 1_000), hex("030010 61"));
    all.put("zstd: runs with an end", join(hex("28b52ffd 00 58"), runs));
    // Three runs of 2^21 - 1 bytes, which zstd accepts one by one.
    all.put("zstd: long runs", hex("28b52ffd 00 58 faffff 61 faffff 61 fbffff 61"));
    all.put("zstd: a block of no type", hex("28b52ffd 00 58 0f0000 61"));
    all.put("zstd: a block of 2 MiB", hex("28b52ffd 00 58 f9ffff 61"));
    all.put("zstd: empty blocks", join(hex("28b52ffd 00 58"), times(hex("000000"), 10_000)));
    all.put(
        "zstd: blocks of noise", join(hex("28b52ffd 00 58"), times(hex("2c0000 6162636465"), 50)));
    all.put("zstd: another checksum", hex("28b52ffd 24 01 090000 61 00000000"));
  }

  private static byte[] withDictionary() {
    byte[] text = CodecTest.text(500);
    Deflater deflater = new Deflater(9, true);
    deflater.setDictionary(text);
    deflater.setInput(text);
    deflater.finish();
    byte[] data = new byte[1_000];
    int length = deflater.deflate(data);
    deflater.end();
    return join(
        join(hex("1f8b0800000000000003"), Arrays.copyOf(data, length)), hex("00000000 f4010000"));
  }

  private static byte[] snappyBlock(byte[] data) {
    try {
      return Snappy.compress(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A frame with a right header checksum. */
  private static byte[] lz4Frame(int flags, int blockSize, String more, byte[] blocks) {
    byte[] descriptor = join(new byte[] {(byte) flags, (byte) blockSize}, hex(more));
    int check =
        XXHashFactory.safeInstance().hash32().hash(descriptor, 0, descriptor.length, 0) >> 8;
    byte[] header = join(hex("04224d18"), join(descriptor, new byte[] {(byte) check}));
    return join(header, blocks);
  }

  private static byte[] lz4Block(byte[] data) {
    return sized(LZ4Factory.safeInstance().fastCompressor().compress(data));
  }

  private static byte[] stored(byte[] block) {
    byte[] sized = sized(block);
    sized[3] |= (byte) 0x80;
    return sized;
  }

  private static byte[] sized(byte[] block) {
    byte[] size = size(block);
    return join(new byte[] {size[3], size[2], size[1], size[0]}, block);
  }

  private static byte[] size(byte[] block) {
    int size = block.length;
    return new byte[] {(byte) (size >> 24), (byte) (size >> 16), (byte) (size >> 8), (byte) size};
  }

  /** Changes bytes from {@code at} on; the last four when that is negative. */
  private static byte[] changed(byte[] data, int at, int... bytes) {
    byte[] changed = data.clone();
    int from = at < 0 ? data.length - 4 : at;
    for (int i = 0; i < bytes.length; i++) {
      changed[from + i] = (byte) bytes[i];
    }
    return changed;
  }

  private static byte[] filled(int length, int value) {
    byte[] filled = new byte[length];
    Arrays.fill(filled, (byte) value);
    return filled;
  }

  private static byte[] times(byte[] data, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length * times);
    for (int i = 0; i < times; i++) {
      out.writeBytes(data);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
