package io.kafkavertx.testkit.scripted;

import java.util.LinkedHashMap;
import java.util.Map;

/** Hands out producer ids. */
final class ProducerIds {
  private final Map<String, Assigned> transactional = new LinkedHashMap<>();
  private long next = 4000;

  record Assigned(long id, short epoch) {}

  /** A new id for a producer without transactions; the next epoch for one with. */
  Assigned assign(String transactionalId) {
    if (transactionalId == null) {
      return new Assigned(next++, (short) 0);
    }
    Assigned old = transactional.get(transactionalId);
    Assigned assigned =
        old == null || old.epoch >= Short.MAX_VALUE - 1
            ? new Assigned(next++, (short) 0)
            : new Assigned(old.id, (short) (old.epoch + 1));
    transactional.put(transactionalId, assigned);
    return assigned;
  }
}
