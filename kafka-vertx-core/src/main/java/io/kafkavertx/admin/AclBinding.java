package io.kafkavertx.admin;

import java.util.Objects;

/**
 * An access control entry and what it is about.
 *
 * @param resourceType what kind of thing
 * @param resourceName its name, or how its name begins
 * @param patternType how the name is meant
 * @param principal who: {@code User:alice}, {@code User:*}
 * @param host from which address; {@code *} for any
 * @param operation what is done
 * @param permission whether it may be done
 */
public record AclBinding(
    AclResourceType resourceType,
    String resourceName,
    AclPatternType patternType,
    String principal,
    String host,
    AclOperation operation,
    AclPermission permission) {
  public AclBinding {
    Objects.requireNonNull(resourceType, "resourceType");
    Objects.requireNonNull(resourceName, "resourceName");
    Objects.requireNonNull(patternType, "patternType");
    Objects.requireNonNull(principal, "principal");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(permission, "permission");
  }

  /** Lets somebody do something with a resource of that name, from any host. */
  public static AclBinding allow(
      String principal, AclOperation operation, AclResourceType type, String name) {
    return new AclBinding(
        type, name, AclPatternType.LITERAL, principal, "*", operation, AclPermission.ALLOW);
  }

  /** Keeps somebody from doing something with a resource of that name, from any host. */
  public static AclBinding deny(
      String principal, AclOperation operation, AclResourceType type, String name) {
    return new AclBinding(
        type, name, AclPatternType.LITERAL, principal, "*", operation, AclPermission.DENY);
  }

  /** The same for all names that begin so (Kafka 2.0). */
  public AclBinding prefixed() {
    return new AclBinding(
        resourceType,
        resourceName,
        AclPatternType.PREFIXED,
        principal,
        host,
        operation,
        permission);
  }

  /** The same from one address. */
  public AclBinding host(String address) {
    return new AclBinding(
        resourceType, resourceName, patternType, principal, address, operation, permission);
  }
}
