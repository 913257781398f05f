package io.kafkavertx.admin;

import java.util.Objects;

/**
 * Which access control entries are meant. Null, and {@code ANY}, are everything.
 *
 * @param resourceType about what kind of thing
 * @param resourceName with this name; null for any
 * @param patternType how the name is meant
 * @param principal for whom; null for anybody
 * @param host from which address, {@code *} for those that are for any; null for whichever
 * @param operation about which operation
 * @param permission which allow, or which deny
 */
public record AclFilter(
    AclResourceType resourceType,
    String resourceName,
    AclPatternType patternType,
    String principal,
    String host,
    AclOperation operation,
    AclPermission permission) {
  public AclFilter {
    Objects.requireNonNull(resourceType, "resourceType");
    Objects.requireNonNull(patternType, "patternType");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(permission, "permission");
  }

  /** All entries. */
  public static AclFilter any() {
    return new AclFilter(
        AclResourceType.ANY,
        null,
        AclPatternType.ANY,
        null,
        null,
        AclOperation.ANY,
        AclPermission.ANY);
  }

  /** One entry. */
  public static AclFilter of(AclBinding acl) {
    return new AclFilter(
        acl.resourceType(),
        acl.resourceName(),
        acl.patternType(),
        acl.principal(),
        acl.host(),
        acl.operation(),
        acl.permission());
  }

  /** Those about a resource that have exactly this name. */
  public AclFilter resource(AclResourceType type, String name) {
    return new AclFilter(type, name, patternType, principal, host, operation, permission);
  }

  /** Those whose name is meant in this way. */
  public AclFilter patternType(AclPatternType type) {
    return new AclFilter(resourceType, resourceName, type, principal, host, operation, permission);
  }

  /** Those for somebody. */
  public AclFilter principal(String who) {
    return new AclFilter(resourceType, resourceName, patternType, who, host, operation, permission);
  }

  /** Those about an operation. */
  public AclFilter operation(AclOperation what) {
    return new AclFilter(
        resourceType, resourceName, patternType, principal, host, what, permission);
  }
}
