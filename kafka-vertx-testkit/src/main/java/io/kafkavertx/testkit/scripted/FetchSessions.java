package io.kafkavertx.testkit.scripted;

import java.util.LinkedHashMap;
import java.util.Map;

/** The fetch sessions of one broker. */
final class FetchSessions {
  private static final int MOST = 1000;

  private final Map<Integer, FetchSession> sessions = new LinkedHashMap<>();
  private int nextId = 1;

  FetchSession create() {
    if (sessions.size() >= MOST) {
      sessions.remove(sessions.keySet().iterator().next());
    }
    FetchSession session = new FetchSession(nextId++);
    sessions.put(session.id(), session);
    return session;
  }

  FetchSession get(int id) {
    return sessions.get(id);
  }

  void remove(int id) {
    sessions.remove(id);
  }

  void clear() {
    sessions.clear();
    // Ids after a restart do not repeat those from before.
    nextId += 1_000_000;
  }
}
