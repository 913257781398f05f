package io.kafkavertx.internal.admin;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.Target;
import io.kafkavertx.admin.AclBinding;
import io.kafkavertx.admin.AclFilter;
import io.kafkavertx.admin.AclOperation;
import io.kafkavertx.admin.AclPatternType;
import io.kafkavertx.admin.AclPermission;
import io.kafkavertx.admin.AclResourceType;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.DeleteAclsRequest;
import io.kafkavertx.protocol.message.DeleteAclsRequest.DeleteAclsFilter;
import io.kafkavertx.protocol.message.DeleteAclsResponse;
import io.kafkavertx.protocol.message.DeleteAclsResponse.DeleteAclsFilterResult;
import io.kafkavertx.protocol.message.DeleteAclsResponse.DeleteAclsMatchingAcl;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DeleteAcls, at any broker or at the active controller. */
public final class DeleteAcls
    extends Operation<AclFilter, Results<AclBinding, Void>, DeleteAclsResponse> {
  public DeleteAcls(Collection<AclFilter> filters) {
    super("deleteAcls", filters);
  }

  @Override
  Target target(AclFilter filter, AdminCall call) {
    return call.anyOrActiveController();
  }

  @Override
  ApiRequest<DeleteAclsResponse> request(List<AclFilter> asked, Sending sending) {
    return new DeleteAclsRequest()
        .setFilters(
            asked.stream()
                .map(
                    filter ->
                        new DeleteAclsFilter()
                            .setResourceTypeFilter(filter.resourceType().code())
                            .setResourceNameFilter(filter.resourceName())
                            .setPatternTypeFilter(filter.patternType().code())
                            .setPrincipalFilter(filter.principal())
                            .setHostFilter(filter.host())
                            .setOperation(filter.operation().code())
                            .setPermissionType(filter.permission().code()))
                .toList());
  }

  /** The answer has no names: it is in the order of the question. */
  @Override
  void read(DeleteAclsResponse response, Answers<AclFilter, Results<AclBinding, Void>> answers) {
    Iterator<AclFilter> asked = answers.open().iterator();
    for (DeleteAclsFilterResult told : response.filterResults()) {
      if (!asked.hasNext()) {
        return;
      }
      AclFilter filter = asked.next();
      if (!answers.error(filter, told.errorCode(), told.errorMessage())) {
        answers.value(filter, matches(told));
      }
    }
  }

  private static Results<AclBinding, Void> matches(DeleteAclsFilterResult told) {
    Map<AclBinding, Void> deleted = new LinkedHashMap<>();
    Map<AclBinding, KafkaException> failures = new LinkedHashMap<>();
    for (DeleteAclsMatchingAcl match : told.matchingAcls()) {
      AclBinding acl =
          new AclBinding(
              AclResourceType.forCode(match.resourceType()),
              match.resourceName(),
              AclPatternType.forCode(match.patternType()),
              match.principal(),
              match.host(),
              AclOperation.forCode(match.operation()),
              AclPermission.forCode(match.permissionType()));
      ErrorCode error = ErrorCode.forCode(match.errorCode());
      if (error == ErrorCode.NONE) {
        deleted.put(acl, null);
      } else {
        failures.put(
            acl, new BrokerErrorException(error, "deleteAcls of " + acl, Remedies.of(error)));
      }
    }
    return Results.of(deleted, failures);
  }

  @Override
  Need need(List<AclFilter> asked) {
    return DescribeAcls.need(
        asked.stream()
            .map(AclFilter::patternType)
            .filter(type -> type != AclPatternType.LITERAL)
            .findFirst()
            .orElse(AclPatternType.LITERAL));
  }
}
