package io.kafkavertx.testkit.sim;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps account of futures: every one that was handed out must complete, and complete once.
 *
 * <p>For callbacks that are no futures there is {@link #open(String)}.
 */
public final class PromiseLedger {
  private final Map<Integer, Entry> open = new LinkedHashMap<>();
  private final List<String> twice = new ArrayList<>();
  private int count;
  private int succeeded;
  private int failed;

  /** An account of one thing that must end exactly once. */
  public interface Account {
    /** It ended, well or badly. */
    void close(boolean success);
  }

  /** Watches a future; returns it. */
  public <T> Future<T> track(String name, Future<T> future) {
    Account account = open(name);
    future.onComplete(result -> account.close(result.succeeded()));
    return future;
  }

  /** Opens an account by hand. */
  public Account open(String name) {
    Entry entry = new Entry(count++, name);
    open.put(entry.id, entry);
    return entry;
  }

  /** True when nothing is pending. */
  public boolean isSettled() {
    return open.isEmpty();
  }

  /** How many are pending. */
  public int pending() {
    return open.size();
  }

  /** How many were opened. */
  public int opened() {
    return count;
  }

  /** How many ended well. */
  public int succeeded() {
    return succeeded;
  }

  /** How many ended badly. */
  public int failed() {
    return failed;
  }

  /** Throws when something is pending or ended twice; the message names what. */
  public void check() {
    if (!twice.isEmpty()) {
      throw new SimFailure("completed twice: " + twice);
    }
    if (!open.isEmpty()) {
      List<String> names = open.values().stream().limit(20).map(entry -> entry.name).toList();
      throw new SimFailure("never completed: " + open.size() + " of " + count + ", first " + names);
    }
  }

  private final class Entry implements Account {
    private final int id;
    private final String name;

    Entry(int id, String name) {
      this.id = id;
      this.name = name;
    }

    @Override
    public void close(boolean success) {
      if (open.remove(id) == null) {
        twice.add(name);
      } else if (success) {
        succeeded++;
      } else {
        failed++;
      }
    }
  }
}
