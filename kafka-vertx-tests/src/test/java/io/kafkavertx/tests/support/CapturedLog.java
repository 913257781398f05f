package io.kafkavertx.tests.support;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What is logged, or printed, while this is open. It still goes where it went before: the tests'
 * logger writes to {@code System.err}, and so does this.
 */
public final class CapturedLog implements AutoCloseable {
  private final PrintStream before;
  private final Consumer<PrintStream> place;
  private final StringBuilder line = new StringBuilder();
  private final List<String> lines = new ArrayList<>();
  private final List<Wish> wishes = new ArrayList<>();

  /** Somebody who waits for a line with all of these in it. */
  private record Wish(List<String> parts, CompletableFuture<String> line) {
    void look(String candidate) {
      if (parts.stream().allMatch(candidate::contains)) {
        line.complete(candidate);
      }
    }
  }

  private CapturedLog(PrintStream before, Consumer<PrintStream> place) {
    this.before = before;
    this.place = place;
    place.accept(new PrintStream(new Tee(), true, StandardCharsets.UTF_8));
  }

  /** Starts listening; until {@link #close()} nobody else should. */
  public static CapturedLog start() {
    return new CapturedLog(System.err, System::setErr);
  }

  /** The same for what is printed to {@code System.out}. */
  public static CapturedLog ofOutput() {
    return new CapturedLog(System.out, System::setOut);
  }

  /** Waits for a line that has all of these in it, if there has been none; returns it. */
  public String await(String... parts) throws Exception {
    Wish wish = new Wish(List.of(parts), new CompletableFuture<>());
    synchronized (lines) {
      lines.forEach(wish::look);
      wishes.add(wish);
    }
    return wish.line.get(60, TimeUnit.SECONDS);
  }

  /** All lines so far. */
  public String text() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  @Override
  public void close() {
    place.accept(before);
  }

  private final class Tee extends OutputStream {
    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      before.write(bytes, offset, length);
      synchronized (lines) {
        line.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
        for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
          String complete = line.substring(0, end);
          line.delete(0, end + 1);
          lines.add(complete);
          wishes.forEach(wish -> wish.look(complete));
        }
      }
    }
  }
}
