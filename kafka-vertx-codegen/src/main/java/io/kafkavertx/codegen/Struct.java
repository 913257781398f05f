package io.kafkavertx.codegen;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Java class to write: the top of a message or one of its structures.
 *
 * @param message the schema it belongs to
 * @param name the class's simple name
 * @param versions the versions in which it occurs at all
 * @param fields its fields
 */
record Struct(Message message, String name, Versions versions, List<Field> fields) {

  static Struct top(Message message) {
    return new Struct(message, message.name(), message.valid(), message.fields());
  }

  /** The structures that the message's fields reach, in the order in which they are met. */
  static List<Struct> nested(Message message) {
    Map<String, Versions> reached = new LinkedHashMap<>();
    Deque<Struct> open = new ArrayDeque<>(List.of(top(message)));
    while (!open.isEmpty()) {
      for (Field field : open.pop().fieldsInUse()) {
        if (field.type().isStruct()) {
          String name = field.type().struct();
          reached.merge(name, field.versions(), Versions::hull);
          open.push(new Struct(message, name, field.versions(), fieldsOf(message, name)));
        }
      }
    }
    List<Struct> structs = new ArrayList<>();
    reached.forEach(
        (name, versions) ->
            structs.add(new Struct(message, name, versions, fieldsOf(message, name)).inUse()));
    return structs;
  }

  private static List<Field> fieldsOf(Message message, String name) {
    List<Field> fields = message.structs().get(name);
    if (fields == null) {
      throw new SchemaException(message.name() + " has no structure " + name);
    }
    return fields;
  }

  private Struct inUse() {
    return new Struct(message, name, versions, fieldsInUse());
  }

  private List<Field> fieldsInUse() {
    return fields.stream()
        .map(field -> field.within(versions))
        .filter(field -> !field.versions().isEmpty())
        .toList();
  }

  /** The same structure where only {@code range} matters. */
  Struct in(Versions range) {
    return new Struct(message, name, versions.intersect(range), fields);
  }

  boolean isTop() {
    return name.equals(message.name());
  }

  /** How errors call it. */
  String fullName() {
    return isTop() ? name : message.name() + "." + name;
  }

  /** The versions of this structure in the flexible form. */
  Versions flexible() {
    return message.flexible().intersect(versions);
  }

  List<Field> taggedFields() {
    return fields.stream()
        .filter(Field::isTagged)
        .sorted(Comparator.comparingInt(Field::tag))
        .toList();
  }

  /**
   * The condition on {@code version} that is true in {@code range}, given that the structure is
   * there at all; null when it always is.
   */
  String condition(Versions range) {
    boolean fromStart = range.low() <= versions.low();
    boolean toEnd = range.high() >= versions.high();
    if (fromStart && toEnd) {
      return null;
    }
    if (toEnd) {
      return "version >= " + range.low();
    }
    if (range.low() == range.high()) {
      return "version == " + range.low();
    }
    return fromStart
        ? "version <= " + range.high()
        : "version >= " + range.low() + " && version <= " + range.high();
  }

  /** The opposite of {@link #condition}, for a range that is not all there is. */
  String outside(Versions range) {
    boolean fromStart = range.low() <= versions.low();
    if (range.high() >= versions.high()) {
      return "version < " + range.low();
    }
    return fromStart
        ? "version > " + range.high()
        : "(version < " + range.low() + " || version > " + range.high() + ")";
  }
}
