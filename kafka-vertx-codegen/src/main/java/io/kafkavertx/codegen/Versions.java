package io.kafkavertx.codegen;

/**
 * A range of versions, both ends included; empty when {@code low > high}.
 *
 * @param low the lowest version
 * @param high the highest version; {@link #OPEN} when the range has no end
 */
record Versions(int low, int high) {
  static final int OPEN = Short.MAX_VALUE;
  static final Versions NONE = new Versions(0, -1);

  /** Parses the schema's notation: {@code 3+}, {@code 1-4}, {@code 2} or {@code none}. */
  static Versions parse(String text) {
    if (text == null || text.equals("none")) {
      return NONE;
    }
    if (text.endsWith("+")) {
      return new Versions(Integer.parseInt(text.substring(0, text.length() - 1)), OPEN);
    }
    int dash = text.indexOf('-');
    if (dash < 0) {
      return new Versions(Integer.parseInt(text), Integer.parseInt(text));
    }
    return new Versions(
        Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
  }

  boolean isEmpty() {
    return low > high;
  }

  boolean contains(Versions other) {
    return other.isEmpty() || low <= other.low && other.high <= high;
  }

  Versions intersect(Versions other) {
    Versions both = new Versions(Math.max(low, other.low), Math.min(high, other.high));
    return both.isEmpty() ? NONE : both;
  }

  /** The union of two ranges that touch; a hole between them has no notation and is refused. */
  Versions join(Versions other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    if (Math.max(low, other.low) > Math.min(high, other.high) + 1) {
      throw new SchemaException("versions " + this + " and " + other + " leave a hole");
    }
    return hull(other);
  }

  /** The smallest range that holds both. */
  Versions hull(Versions other) {
    if (isEmpty()) {
      return other;
    }
    return other.isEmpty()
        ? this
        : new Versions(Math.min(low, other.low), Math.max(high, other.high));
  }

  @Override
  public String toString() {
    if (isEmpty()) {
      return "none";
    }
    if (high == OPEN) {
      return low + "+";
    }
    return low == high ? Integer.toString(low) : low + "-" + high;
  }
}
