package io.kafkavertx.compression;

/** Walks over the blocks of zstd frames. Checks nothing: that is for zstd itself. */
final class ZstdBlocks {
  private static final int FRAME_MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int SKIPPABLE_MASK = 0xFFFFFFF0;

  private static final int LARGEST_BLOCK = 128 * 1024;

  private static final int RAW = 0;
  private static final int RUN = 1;

  private static final int[] DICTIONARY_ID = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE = {0, 2, 4, 8};

  private final byte[] source;
  private final long end;
  private long at;
  private long total;

  private ZstdBlocks(byte[] source, int offset, int length) {
    this.source = source;
    this.at = offset;
    this.end = offset + (long) length;
  }

  /** The most that all blocks can become together, as far as they can be made out. */
  static long bound(byte[] source, int offset, int length) {
    ZstdBlocks blocks = new ZstdBlocks(source, offset, length);
    while (blocks.frame()) {
      // One frame after the other.
    }
    return blocks.total;
  }

  /** Returns whether there may be another. */
  private boolean frame() {
    if (end - at < 5) {
      return false;
    }
    int magic = (int) word(4);
    if ((magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
      if (end - at < 4) {
        return false;
      }
      at += word(4) & 0xFFFFFFFFL;
      return true;
    }
    if (magic != FRAME_MAGIC) {
      return false;
    }
    int descriptor = (int) word(1);
    boolean singleSegment = (descriptor & 0x20) != 0;
    int contentSize = CONTENT_SIZE[descriptor >>> 6];
    at += DICTIONARY_ID[descriptor & 3];
    at += singleSegment ? Math.max(1, contentSize) : 1 + contentSize;
    while (end - at >= 3) {
      int header = (int) word(3);
      block(header >>> 1 & 3, header >>> 3);
      if ((header & 1) != 0) {
        at += (descriptor & 4) != 0 ? 4 : 0;
        return true;
      }
    }
    return false;
  }

  private void block(int type, int size) {
    total += type == RAW || type == RUN ? size : LARGEST_BLOCK;
    at += type == RUN ? 1 : size;
  }

  /** The next bytes, the lowest first. */
  private long word(int bytes) {
    long word = 0;
    for (int i = 0; i < bytes; i++) {
      word |= (source[(int) at++] & 0xFFL) << (8 * i);
    }
    return word;
  }
}
