package io.kafkavertx.codegen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one schema of two releases: the newer one speaks for the versions it has, the older one for
 * the versions below its floor, which the newer release dropped.
 */
final class SchemaMerger {
  private SchemaMerger() {}

  /**
   * Merges the schema of one message.
   *
   * @param older null when the older release lacks the message
   */
  static Message merge(Message newer, Message older) {
    Versions below = below(newer, older);
    if (below.isEmpty()) {
      return clip(newer, newer.valid());
    }
    Message high = clip(newer, newer.valid());
    Message low = clip(older, below);
    Map<String, List<Field>> structs = new LinkedHashMap<>(high.structs());
    low.structs()
        .forEach(
            (name, fields) ->
                structs.merge(name, fields, (newest, oldest) -> mergeFields(newest, oldest)));
    return new Message(
        high.apiKey(),
        high.kind(),
        high.name(),
        high.listeners(),
        high.valid().join(below),
        high.flexible().join(low.flexible()),
        high.lastIsUnstable(),
        mergeFields(high.fields(), low.fields()),
        structs,
        high.sources() + " and, below version " + newer.valid().low() + ", " + low.sources());
  }

  /** The versions that only the older release has. An unstable one was never promised to anyone. */
  private static Versions below(Message newer, Message older) {
    if (older == null) {
      return Versions.NONE;
    }
    int ceiling = Math.min(newer.valid().low() - 1, older.highestStable());
    return older.valid().intersect(new Versions(0, ceiling));
  }

  private static Message clip(Message message, Versions range) {
    Map<String, List<Field>> structs = new LinkedHashMap<>();
    message
        .structs()
        .forEach(
            (name, fields) -> {
              List<Field> clipped = clip(fields, range);
              if (!clipped.isEmpty()) {
                structs.put(name, clipped);
              }
            });
    return new Message(
        message.apiKey(),
        message.kind(),
        message.name(),
        message.listeners(),
        range,
        message.flexible().intersect(range),
        message.lastIsUnstable(),
        clip(message.fields(), range),
        structs,
        message.sources());
  }

  private static List<Field> clip(List<Field> fields, Versions range) {
    return fields.stream()
        .map(field -> field.within(range))
        .filter(field -> !field.versions().isEmpty())
        .toList();
  }

  /** Fields of both, in the newer order; one that only the older has stays before its successor. */
  private static List<Field> mergeFields(List<Field> newer, List<Field> older) {
    List<Field> merged = new ArrayList<>(newer);
    int at = 0;
    for (Field old : older) {
      int same = indexOf(merged, old.name());
      if (same < 0) {
        merged.add(at++, old);
      } else if (same < at) {
        throw new SchemaException(old.name() + " changed its place");
      } else {
        merged.set(same, merged.get(same).joinedWith(old));
        at = same + 1;
      }
    }
    return List.copyOf(merged);
  }

  private static int indexOf(List<Field> fields, String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
