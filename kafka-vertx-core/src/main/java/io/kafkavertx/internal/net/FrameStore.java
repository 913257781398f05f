package io.kafkavertx.internal.net;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Arrays for large frames, used again when nobody looks at what they held: a consumer that is busy
 * would else allocate, and clear, as many bytes as it receives. On one loop only.
 *
 * <p>The store holds what was given back weakly: a client that has nothing to do keeps no memory.
 */
public final class FrameStore {
  /** Allocates, and forgets what is given back. */
  public static final FrameStore NONE = new FrameStore(Integer.MAX_VALUE, array -> {});

  /** Smaller arrays cost too little. */
  private static final int SMALLEST = 64 * 1024;

  /** How many arrays are kept: a frame or two of some brokers each. */
  private static final int SHELF = 8;

  /** Beyond it sizes are not rounded up. */
  private static final int LARGEST = 1 << 28;

  private final int smallest;
  private final Consumer<byte[]> wipe;
  private final List<WeakReference<byte[]>> shelf = new ArrayList<>(SHELF);

  /** For arrays of 64 KiB and more. */
  public FrameStore() {
    this(SMALLEST, array -> {});
  }

  /**
   * For tests too: with a wipe that overwrites, whoever looks at a frame for too long is found out.
   *
   * @param smallest the smallest array to keep
   * @param wipe gets each array that is given back
   */
  public FrameStore(int smallest, Consumer<byte[]> wipe) {
    this.smallest = smallest;
    this.wipe = wipe;
  }

  /** A store of its own that treats what it is given back as this one does. */
  public FrameStore forArraysFrom(int size) {
    return new FrameStore(size, wipe);
  }

  /** An array of at least {@code size} bytes, and exactly that many if it is a small one. */
  public byte[] take(int size) {
    if (size < smallest || size > LARGEST) {
      return new byte[size];
    }
    int best = -1;
    byte[] found = null;
    for (int i = shelf.size() - 1; i >= 0; i--) {
      byte[] array = shelf.get(i).get();
      if (array == null) {
        shelf.remove(i);
        if (best > i) {
          best--;
        }
      } else if (fits(array, size) && (found == null || array.length < found.length)) {
        found = array;
        best = i;
      }
    }
    if (found == null) {
      return new byte[roundedUp(size)];
    }
    shelf.remove(best);
    return found;
  }

  /** A much larger array would be missing for a frame that needs it. */
  private static boolean fits(byte[] array, int size) {
    return array.length >= size && array.length / 2 <= size;
  }

  /** To an eighth of the power of two below, so that frames of about the same size can share. */
  private static int roundedUp(int size) {
    int step = Math.max(1, Integer.highestOneBit(size) >>> 3);
    return (size + step - 1) / step * step;
  }

  /** Takes an array back that came from {@link #take}; nobody may look at it any more. */
  public void giveBack(byte[] array) {
    if (array.length < smallest || array.length > LARGEST) {
      return;
    }
    wipe.accept(array);
    if (shelf.size() == SHELF) {
      shelf.remove(0);
    }
    shelf.add(new WeakReference<>(array));
  }
}
