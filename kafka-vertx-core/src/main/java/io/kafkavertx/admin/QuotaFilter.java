package io.kafkavertx.admin;

import java.util.List;
import java.util.Objects;

/**
 * Which quotas are meant.
 *
 * @param components all of these must hold
 * @param strict whether entities with other parts as well are left out
 */
public record QuotaFilter(List<Component> components, boolean strict) {
  public QuotaFilter {
    components = List.copyOf(components);
  }

  /** All quotas. */
  public static QuotaFilter all() {
    return new QuotaFilter(List.of(), false);
  }

  /** Quotas of entities that have these parts. */
  public static QuotaFilter contains(Component... components) {
    return new QuotaFilter(List.of(components), false);
  }

  /** Quotas of entities that have these parts and no others. */
  public static QuotaFilter only(Component... components) {
    return new QuotaFilter(List.of(components), true);
  }

  /**
   * A part that an entity must have.
   *
   * @param type {@code user}, {@code client-id} or {@code ip}
   * @param match how it is compared
   * @param name the name; null unless it is compared with one
   */
  public record Component(String type, Match match, String name) {
    public Component {
      Objects.requireNonNull(type, "type");
      if ((match == Match.EXACT) == (name == null)) {
        throw new IllegalArgumentException("a name goes with " + Match.EXACT + ", and only there");
      }
    }

    /** The entity of that name. */
    public static Component of(String type, String name) {
      return new Component(type, Match.EXACT, name);
    }

    /** The default of that type. */
    public static Component defaultOf(String type) {
      return new Component(type, Match.DEFAULT, null);
    }

    /** Any of that type, the default included. */
    public static Component any(String type) {
      return new Component(type, Match.SPECIFIED, null);
    }
  }

  /** How a part is compared; the order is that of the numbers in the protocol. */
  public enum Match {
    EXACT,
    DEFAULT,
    SPECIFIED
  }
}
