package io.kafkavertx.codegen;

/**
 * A field of a structure.
 *
 * @param name the schema's name, in upper camel case
 * @param versions the versions that carry the field
 * @param nullable the versions in which it may be null
 * @param tagged the versions in which it is a tagged field
 * @param tag its tag, -1 when it is never tagged
 * @param defaultText its default as the schema has it, null when the type's own default holds
 * @param ignorable whether a version that lacks it drops a value silently
 * @param zeroCopy whether bytes are a view of what was received
 * @param plain whether it keeps the non-compact form in flexible versions
 */
record Field(
    String name,
    Type type,
    Versions versions,
    Versions nullable,
    Versions tagged,
    int tag,
    String defaultText,
    boolean ignorable,
    boolean zeroCopy,
    boolean plain) {

  /** The same field, in fewer versions. */
  Field within(Versions range) {
    Versions narrowed = versions.intersect(range);
    return new Field(
        name,
        type,
        narrowed,
        nullable.intersect(narrowed),
        tagged.intersect(narrowed),
        tag,
        defaultText,
        ignorable,
        zeroCopy,
        plain);
  }

  /** This field in its versions and {@code older} in the lower ones. */
  Field joinedWith(Field older) {
    if (!type.equals(older.type) || plain != older.plain || zeroCopy != older.zeroCopy) {
      throw new SchemaException(name + " changed from " + older + " to " + this);
    }
    return new Field(
        name,
        type,
        versions.join(older.versions),
        nullable.join(older.nullable),
        tagged.join(older.tagged),
        tag,
        defaultText,
        ignorable,
        zeroCopy,
        plain);
  }

  boolean isTagged() {
    return tag >= 0;
  }

  boolean isNullable() {
    return !nullable.isEmpty();
  }

  boolean defaultsToNull() {
    return "null".equals(defaultText) || type.kind() == Type.Kind.RECORDS && isNullable();
  }

  /** The name in lower camel case. */
  String javaName() {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
