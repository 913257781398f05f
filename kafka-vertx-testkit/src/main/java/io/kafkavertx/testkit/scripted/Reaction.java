package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import java.time.Duration;

/** What a scripted broker does with a request that an {@link Intercept} has caught. */
public sealed interface Reaction {
  /** Process it as if nobody had looked. */
  record Proceed() implements Reaction {}

  /** Do not process it; answer this error wherever the API reports one. */
  record Refuse(ErrorCode code) implements Reaction {}

  /** Process it, and answer this error all the same: the broker did it and cannot say so. */
  record RefuseAfter(ErrorCode code) implements Reaction {}

  /** Do not process it; answer this. */
  record Answer(ApiResponse response) implements Reaction {}

  /**
   * Wait, then do something else. Later requests of the connection wait too, as at a real broker.
   */
  record Delay(Duration time, Reaction then) implements Reaction {}

  /** Do not process it, and end the connection. */
  record DropBefore() implements Reaction {}

  /** Process it, and end the connection instead of answering: the client cannot know. */
  record DropAfter() implements Reaction {}

  /**
   * End the connection, and process it after a time all the same: it was still in some queue of the
   * broker.
   */
  record Late(Duration time) implements Reaction {}

  /** Do not process it, and never answer it or anything after it on the connection. */
  record Ignore() implements Reaction {}

  /** Process it, and never answer it or anything after it on the connection. */
  record Swallow() implements Reaction {}

  /** Process it, and answer with bytes that are no response. */
  record Garble() implements Reaction {}

  /** Process it, and answer under a number that nobody asked with. */
  record WrongCorrelationId() implements Reaction {}

  /** Process it, send the first bytes of the answer, and end the connection. */
  record CutAnswer(int bytes) implements Reaction {}

  /** Do not process it; send these bytes as they are, sizes and all. */
  record Raw(byte[] bytes) implements Reaction {}

  /** Process it, and ask the client to be quiet for a time. */
  record Throttle(Duration time) implements Reaction {}

  static Reaction proceed() {
    return new Proceed();
  }

  static Reaction refuse(ErrorCode code) {
    return new Refuse(code);
  }

  static Reaction refuseAfter(ErrorCode code) {
    return new RefuseAfter(code);
  }

  static Reaction answer(ApiResponse response) {
    return new Answer(response);
  }

  static Reaction delay(Duration time) {
    return new Delay(time, new Proceed());
  }

  static Reaction dropBefore() {
    return new DropBefore();
  }

  static Reaction dropAfter() {
    return new DropAfter();
  }

  static Reaction late(Duration time) {
    return new Late(time);
  }

  static Reaction ignore() {
    return new Ignore();
  }

  static Reaction swallow() {
    return new Swallow();
  }

  static Reaction garble() {
    return new Garble();
  }

  static Reaction wrongCorrelationId() {
    return new WrongCorrelationId();
  }

  static Reaction cutAnswer(int bytes) {
    return new CutAnswer(bytes);
  }

  static Reaction raw(byte[] bytes) {
    return new Raw(bytes);
  }

  static Reaction throttle(Duration time) {
    return new Throttle(time);
  }
}
