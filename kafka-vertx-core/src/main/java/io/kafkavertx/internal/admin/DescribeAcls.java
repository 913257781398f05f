package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.AclBinding;
import io.kafkavertx.admin.AclFilter;
import io.kafkavertx.admin.AclOperation;
import io.kafkavertx.admin.AclPatternType;
import io.kafkavertx.admin.AclPermission;
import io.kafkavertx.admin.AclResourceType;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.DescribeAclsRequest;
import io.kafkavertx.protocol.message.DescribeAclsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** DescribeAcls, at any broker or at the active controller. */
public final class DescribeAcls extends Operation<String, List<AclBinding>, DescribeAclsResponse> {
  private final AclFilter filter;

  private DescribeAcls(AclFilter filter) {
    super("describeAcls", List.of("the cluster"));
    this.filter = Objects.requireNonNull(filter, "filter");
  }

  public static AdminQuery<List<AclBinding>> of(AclFilter filter) {
    return new DescribeAcls(filter).single();
  }

  @Override
  Target target(String all, AdminCall call) {
    return call.anyOrActiveController();
  }

  @Override
  ApiRequest<DescribeAclsResponse> request(List<String> asked, Sending sending) {
    return new DescribeAclsRequest()
        .setResourceTypeFilter(filter.resourceType().code())
        .setResourceNameFilter(filter.resourceName())
        .setPatternTypeFilter(filter.patternType().code())
        .setPrincipalFilter(filter.principal())
        .setHostFilter(filter.host())
        .setOperation(filter.operation().code())
        .setPermissionType(filter.permission().code());
  }

  @Override
  void read(DescribeAclsResponse response, Answers<String, List<AclBinding>> answers) {
    if (answers.errorOfAll(response.errorCode(), response.errorMessage())) {
      return;
    }
    List<AclBinding> found = new ArrayList<>();
    response
        .resources()
        .forEach(
            resource ->
                resource
                    .acls()
                    .forEach(
                        acl ->
                            found.add(
                                new AclBinding(
                                    AclResourceType.forCode(resource.resourceType()),
                                    resource.resourceName(),
                                    AclPatternType.forCode(resource.patternType()),
                                    acl.principal(),
                                    acl.host(),
                                    AclOperation.forCode(acl.operation()),
                                    AclPermission.forCode(acl.permissionType())))));
    answers.value(items().get(0), List.copyOf(found));
  }

  /** Brokers before 2.0 have literal names only: any type is that type. */
  @Override
  AdminQuery<Results<String, List<AclBinding>>> fallback(List<String> asked) {
    return filter.patternType() == AclPatternType.ANY
        ? new DescribeAcls(filter.patternType(AclPatternType.LITERAL))
        : null;
  }

  @Override
  Need need(List<String> asked) {
    return need(filter.patternType());
  }

  static Need need(AclPatternType type) {
    return type == AclPatternType.LITERAL
        ? Need.api("0.11")
        : new Need(1, "2.0", "the type of a resource's name");
  }
}
