package io.kafkavertx.testkit.proxy;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * Something that goes wrong on the way. A fault is a recipe without state; each connection that it
 * applies to gets a {@link Flow} of its own for each direction. Write your own for what is not
 * here.
 *
 * <p>Whatever faults do, a byte never overtakes another one of the same connection and direction.
 */
@FunctionalInterface
public interface Fault {
  /**
   * Begins on one connection, in one direction.
   *
   * @return the state of this fault there
   */
  Flow begin();

  /** A fault at work on one connection in one direction; called on the proxy's event loop only. */
  @FunctionalInterface
  interface Flow {
    /**
     * Bytes have come in.
     *
     * @param bytes what arrived, in pieces of whatever size TCP made of it
     * @param way where to send them on
     */
    void onBytes(Buffer bytes, Way way);

    /**
     * The sender has closed the connection, or it broke. By default the receiver is told behind all
     * that went before.
     *
     * @param ending how it ended
     * @param way where to pass it on
     */
    default void onEnd(Ending ending, Way way) {
      way.end(ending);
    }
  }

  /**
   * The rest of the way, as a fault sees it. Bytes that are given to none of these methods are
   * lost.
   */
  interface Way {
    /**
     * Sends bytes on, behind all that went before.
     *
     * @param bytes what to send; each call is a write of its own
     */
    void send(Buffer bytes);

    /**
     * Sends bytes on some time from now, or later if earlier bytes take longer.
     *
     * @param bytes what to send
     * @param delay counted from now
     */
    void sendLater(Buffer bytes, Duration delay);

    /**
     * Sends bytes on some time after those before them.
     *
     * @param bytes what to send
     * @param gap counted from when the bytes before them are sent, or from now if that is past
     */
    void sendAfterGap(Buffer bytes, Duration gap);

    /**
     * Keeps bytes, and all that follow, until the faults of this direction change.
     *
     * @param bytes what to keep
     */
    void hold(Buffer bytes);

    /**
     * Ends the connection on both sides when what went before has been sent.
     *
     * @param ending how
     */
    void end(Ending ending);
  }

  /**
   * Everything arrives later, at the same speed.
   *
   * @param time how much later
   * @return the fault
   */
  static Fault delay(Duration time) {
    return () -> (bytes, way) -> way.sendLater(bytes, time);
  }

  /**
   * A slow line.
   *
   * @param bytesPerSecond its speed; 1 or more
   * @return the fault
   */
  static Fault throttle(long bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("bytesPerSecond must be 1 or more: " + bytesPerSecond);
    }
    // Pieces of about a hundredth of a second, so that the speed is even and a slow line is not one
    // long silence.
    int piece = (int) Math.max(1, Math.min(64 * 1024, bytesPerSecond / 100));
    return () ->
        (bytes, way) -> {
          for (int at = 0; at < bytes.length(); at += piece) {
            Buffer part = bytes.slice(at, Math.min(bytes.length(), at + piece));
            way.sendAfterGap(
                part, Duration.ofNanos(part.length() * 1_000_000_000L / bytesPerSecond));
          }
        };
  }

  /**
   * Writes of a few bytes each. TCP may join them again on the way; see {@link #split(int,
   * Duration)}.
   *
   * @param size bytes in each write; 1 or more
   * @return the fault
   */
  static Fault split(int size) {
    return split(size, Duration.ZERO);
  }

  /**
   * Writes of a few bytes each with a pause between them, so that the peer reads them one by one.
   *
   * @param size bytes in each write; 1 or more
   * @param gap the pause, for example a millisecond
   * @return the fault
   */
  static Fault split(int size, Duration gap) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be 1 or more: " + size);
    }
    return () ->
        (bytes, way) -> {
          for (int at = 0; at < bytes.length(); at += size) {
            way.sendAfterGap(bytes.slice(at, Math.min(bytes.length(), at + size)), gap);
          }
        };
  }

  /**
   * Bytes vanish while the connection stays open, and the end of the connection, too. What is lost
   * stays lost, so a connection that was used meanwhile is of no use afterwards.
   *
   * @return the fault
   */
  static Fault blackHole() {
    return BlackHoleFlow::new;
  }

  /**
   * A network that is interrupted: nothing arrives, and when the faults change everything arrives
   * after all, as after TCP's retransmission.
   *
   * @return the fault
   */
  static Fault hold() {
    return HoldFlow::new;
  }

  /**
   * Ends the connection when some bytes have passed, counted on each connection from when the fault
   * began. Only so many bytes pass: a frame may be cut in the middle.
   *
   * @param bytes how many bytes pass; with 0 the first byte ends it
   * @param ending how
   * @return the fault
   */
  static Fault cutAfter(long bytes, Ending ending) {
    return () -> new CutFlow(bytes, ending);
  }
}
