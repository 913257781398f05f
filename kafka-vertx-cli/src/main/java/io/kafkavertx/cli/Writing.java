package io.kafkavertx.cli;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.spi.Serializer;
import io.vertx.core.AsyncResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One run of {@code produce}. This thread reads lines, which may block, and sends; results come on
 * the producer's event loop and are counted there.
 */
final class Writing {
  private static final int TOLD_FAILURES = 10;
  private static final Duration LAST_WORDS = Duration.ofSeconds(4);

  /** Records without a result; the producer bounds their bytes, this bounds their number. */
  private static final int IN_FLIGHT = 50_000;

  private final Session session;
  private final LineReader reader;
  private final String topic;
  private final long size;
  private final boolean quiet;
  private final Progress progress;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Semaphore room = new Semaphore(IN_FLIGHT);
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean summed = new AtomicBoolean();
  private volatile KafkaException fatal;
  private volatile int code = ExitCode.OK;

  /**
   * @param topic for messages; null when records have their own
   * @param size of the input; 0 when it is not known
   */
  Writing(
      Session session,
      ProducerOptions options,
      LineReader reader,
      String topic,
      long size,
      boolean quiet) {
    this.session = session;
    this.reader = reader;
    this.topic = topic;
    this.size = size;
    this.quiet = quiet;
    progress = new Progress(session.terminal(), !quiet);
    producer =
        KafkaProducer.create(session.vertx(), options, Serializer.bytes(), Serializer.bytes());
    session.closing(producer::close);
  }

  int run(Lines lines) throws IOException {
    checkTopic();
    // The thread may hang in a read that nothing interrupts: whoever stops it says good-bye.
    session.terminal().onStop(this::interrupted);
    long number = 0;
    byte[] line;
    while (fatal == null && (line = next(lines)) != null) {
      number++;
      send(line, number);
      if (progress.due()) {
        progress.show(stored.get(), bytes.get(), size == 0 ? 0 : lines.bytes(), size);
      }
    }
    session.await(producer.flush());
    awaitResults();
    summary();
    if (fatal != null) {
      throw new CliException(code, "given up after line " + number + ".", fatal);
    }
    return code;
  }

  /** Brokers make a topic for whoever asks as a producer does: not for somebody's typing error. */
  private void checkTopic() {
    if (topic == null) {
      return;
    }
    TopicNames.describe(
        session,
        session.admin(),
        List.of(topic),
        " 'kafka-vertx topics create " + topic + "' makes it.");
  }

  private byte[] next(Lines lines) throws IOException {
    if (session.terminal().stopped()) {
      throw new StoppedException();
    }
    return lines.next();
  }

  private void send(byte[] line, long number) {
    ProducerRecord<byte[], byte[]> record;
    try {
      record = reader.read(line);
    } catch (IllegalArgumentException e) {
      failed("line " + number + " " + e.getMessage() + ".", ExitCode.FAILED);
      return;
    }
    await();
    producer.send(record).onComplete(result -> stored(result, number, line.length));
  }

  /** Back-pressure: until the producer has room. */
  private void await() {
    try {
      while (!room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
        stopIfAsked();
      }
      if (producer.writeQueueFull()) {
        Semaphore drained = new Semaphore(0);
        producer.drainHandler(v -> drained.release());
        while (producer.writeQueueFull() && !drained.tryAcquire(100, TimeUnit.MILLISECONDS)) {
          stopIfAsked();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }

  private void stopIfAsked() {
    if (session.terminal().stopped()) {
      throw new StoppedException();
    }
  }

  private void stored(AsyncResult<RecordMetadata> result, long number, int length) {
    if (result.succeeded()) {
      stored.incrementAndGet();
      bytes.addAndGet(length);
    } else {
      Throwable why = result.cause();
      failed("line " + number + " was not stored: " + Explanation.text(why), Explanation.code(why));
      if (why instanceof AuthenticationException || Explanation.code(why) == ExitCode.REFUSED) {
        fatal = (KafkaException) why;
      }
    }
    room.release();
  }

  private synchronized void failed(String text, int failureCode) {
    code = code == ExitCode.OK ? failureCode : code;
    long before = failed.getAndIncrement();
    if (before < TOLD_FAILURES) {
      progress.clear();
      session
          .terminal()
          .err()
          .println(Wrapping.wrap("produce: " + text, session.terminal().width()));
    } else if (before == TOLD_FAILURES) {
      session.terminal().err().println("produce: further failures are only counted.");
    }
  }

  private void awaitResults() {
    try {
      while (!room.tryAcquire(IN_FLIGHT, 100, TimeUnit.MILLISECONDS)) {
        stopIfAsked();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }

  private void interrupted() {
    Session.within(producer.flush(), LAST_WORDS);
    summary();
  }

  private void summary() {
    if (!summed.compareAndSet(false, true)) {
      return;
    }
    progress.close();
    if (quiet && failed.get() == 0) {
      return;
    }
    session
        .terminal()
        .err()
        .println(
            "produce: "
                + Figures.records(stored.get())
                + " stored, "
                + Figures.bytes((double) bytes.get())
                + " in "
                + Figures.time(progress.elapsed())
                + rate()
                + (failed.get() == 0 ? "." : "; " + Figures.count(failed.get()) + " failed."));
  }

  /** Of short runs it would mostly tell how long it takes to begin. */
  private String rate() {
    double seconds = progress.elapsed().toNanos() / 1e9;
    return seconds < 1 || stored.get() < 1000
        ? ""
        : " (" + Figures.count(Math.round(stored.get() / seconds)) + " records/s)";
  }
}
