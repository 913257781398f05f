package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ApiKey;
import java.util.ArrayList;
import java.util.List;

/** The intercepts of a cluster, the newest asked first. */
final class Intercepts {
  private final List<Entry> entries = new ArrayList<>();

  Intercept.Registration add(ApiKey key, int times, Intercept intercept) {
    Entry entry = new Entry(key, times, intercept);
    entries.add(0, entry);
    return () -> entries.remove(entry);
  }

  void clear() {
    entries.clear();
  }

  Reaction reactionTo(RequestContext request) {
    for (Entry entry : new ArrayList<>(entries)) {
      if (entry.key != null && entry.key != request.apiKey()) {
        continue;
      }
      Reaction reaction = entry.intercept.react(request);
      if (reaction != null) {
        if (--entry.left == 0) {
          entries.remove(entry);
        }
        return reaction;
      }
    }
    return Reaction.proceed();
  }

  private static final class Entry {
    private final ApiKey key;
    private final Intercept intercept;
    private int left;

    Entry(ApiKey key, int left, Intercept intercept) {
      this.key = key;
      this.left = left;
      this.intercept = intercept;
    }
  }
}
