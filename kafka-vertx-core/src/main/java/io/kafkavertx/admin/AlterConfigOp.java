package io.kafkavertx.admin;

import java.util.Objects;

/**
 * A change of one configuration value.
 *
 * @param type what to do
 * @param name the key
 * @param value the value; null to delete
 */
public record AlterConfigOp(Type type, String name, String value) {
  public AlterConfigOp {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(name, "name");
    if (type != Type.DELETE) {
      Objects.requireNonNull(value, () -> "the value of " + name);
    }
  }

  /** Gives a key a value. */
  public static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(Type.SET, name, value);
  }

  /** Goes back to the default. */
  public static AlterConfigOp delete(String name) {
    return new AlterConfigOp(Type.DELETE, name, null);
  }

  /** Adds to a list; values with commas between them. */
  public static AlterConfigOp append(String name, String value) {
    return new AlterConfigOp(Type.APPEND, name, value);
  }

  /** Takes out of a list; values with commas between them. */
  public static AlterConfigOp subtract(String name, String value) {
    return new AlterConfigOp(Type.SUBTRACT, name, value);
  }

  /** Without the value, which may be a secret. */
  @Override
  public String toString() {
    return type + " " + name;
  }

  /** What to do with a value. */
  public enum Type {
    SET(0),
    DELETE(1),
    APPEND(2),
    SUBTRACT(3);

    private final byte code;

    Type(int code) {
      this.code = (byte) code;
    }

    /** The operation's number in the protocol. */
    public byte code() {
      return code;
    }
  }
}
