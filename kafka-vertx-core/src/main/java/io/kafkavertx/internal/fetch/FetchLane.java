package io.kafkavertx.internal.fetch;

/** The fetches from one broker: one at a time. */
final class FetchLane {
  /** The first wait at the broker after nothing has come of a fetch that did not wait. */
  private static final int SHORT_WAIT_MILLIS = 10;

  final int node;
  final FetchSession session = new FetchSession();

  /** A fetch is on its way, or a connection is made for it. */
  boolean busy;

  /** Failures in a row, and when to try again. */
  int failures;

  long notBefore;

  /** How many fetches have left. */
  int fetches;

  boolean broughtNothing;
  long answeredAt;

  /** When it had its last turn, counted in turns of all lanes: who has waited longest is first. */
  long turn;

  /** What has been set aside for the answer that is on its way. */
  long reserved;

  /**
   * How much room an answer needs because of a batch that is larger than its share; falls when such
   * batches stay away.
   */
  private long need;

  private int patience;

  FetchLane(int node) {
    this.node = node;
  }

  /**
   * How long the next fetch may wait at the broker while some partitions have no room, in
   * milliseconds. As soon as they have, they are to be fetched too, so it is short; and longer each
   * time that nothing comes of it, because they may have none for hours.
   *
   * @param news whether the fetch asks for partitions that the one before did not ask for
   */
  int patience(boolean news, int most) {
    if (news || !broughtNothing) {
      patience = 0;
    } else {
      patience = Math.min(most, patience == 0 ? SHORT_WAIT_MILLIS : 2 * patience);
    }
    return patience;
  }

  /** How much to ask for. */
  long wanted(long share) {
    return Math.max(share, Math.min(need, Integer.MAX_VALUE));
  }

  /** An answer was larger than what was asked for, and there was no room for it. */
  void refused(long bytes) {
    need = bytes;
  }

  /** An answer has been kept. */
  void kept(long bytes, long asked) {
    need = bytes > asked ? bytes : need / 2;
  }
}
