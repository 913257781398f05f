package io.kafkavertx.tests.sim;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.process.Attempt;
import io.kafkavertx.internal.process.Gate;
import io.kafkavertx.internal.process.WorkPlace;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Work on the consumer's loop, or on another loop of the simulation as on another context. */
class SimWorkPlace implements WorkPlace<String, String> {
  private final EventLoop loop;
  private final EventLoop other;
  private final Function<List<ConsumerRecord<String, String>>, Future<?>> work;
  private List<Attempt<String, String>> chunk = new ArrayList<>();

  private SimWorkPlace(
      Function<List<ConsumerRecord<String, String>>, Future<?>> work,
      EventLoop loop,
      EventLoop other) {
    this.loop = loop;
    this.other = other;
    this.work = work;
  }

  /**
   * @param other null for work on the consumer's loop
   */
  SimWorkPlace(
      EventLoop loop, EventLoop other, Function<ConsumerRecord<String, String>, Future<?>> work) {
    this(records -> work.apply(records.get(0)), loop, other);
  }

  /** The same for batches. */
  static SimWorkPlace ofBatches(
      EventLoop loop,
      EventLoop other,
      Function<List<ConsumerRecord<String, String>>, Future<?>> work) {
    return new SimWorkPlace(work, loop, other);
  }

  @Override
  public void dispatch(Runnable burst) {
    burst.run();
  }

  @Override
  public void start(Attempt<String, String> attempt) {
    if (other == null) {
      run(attempt);
    } else {
      chunk.add(attempt);
    }
  }

  @Override
  public void flush() {
    List<Attempt<String, String>> ready = chunk;
    chunk = new ArrayList<>();
    if (!ready.isEmpty()) {
      other.execute(() -> ready.forEach(this::runThere));
    }
  }

  private void runThere(Attempt<String, String> attempt) {
    if (attempt.mayStart()) {
      run(attempt);
    } else {
      loop.execute(attempt::notStarted);
    }
  }

  private void run(Attempt<String, String> attempt) {
    Future<?> future;
    try {
      future = work.apply(attempt.records());
    } catch (RuntimeException e) {
      future = Future.failedFuture(e);
    }
    future.onComplete(
        done -> {
          if (other == null) {
            attempt.ended(done.cause());
          } else {
            loop.execute(() -> attempt.ended(done.cause()));
          }
        });
  }

  @Override
  public Gate gate() {
    return Gate.onLoop();
  }
}
