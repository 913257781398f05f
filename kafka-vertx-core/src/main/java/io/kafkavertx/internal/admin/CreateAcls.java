package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.AclBinding;
import io.kafkavertx.admin.AclPatternType;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.CreateAclsRequest;
import io.kafkavertx.protocol.message.CreateAclsRequest.AclCreation;
import io.kafkavertx.protocol.message.CreateAclsResponse;
import io.kafkavertx.protocol.message.CreateAclsResponse.AclCreationResult;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/** CreateAcls, at any broker or at the active controller. */
public final class CreateAcls extends Operation<AclBinding, Void, CreateAclsResponse> {
  public CreateAcls(Collection<AclBinding> acls) {
    super("createAcls", acls);
  }

  @Override
  Target target(AclBinding acl, AdminCall call) {
    return call.anyOrActiveController();
  }

  @Override
  ApiRequest<CreateAclsResponse> request(List<AclBinding> asked, Sending sending) {
    return new CreateAclsRequest()
        .setCreations(
            asked.stream()
                .map(
                    acl ->
                        new AclCreation()
                            .setResourceType(acl.resourceType().code())
                            .setResourceName(acl.resourceName())
                            .setResourcePatternType(acl.patternType().code())
                            .setPrincipal(acl.principal())
                            .setHost(acl.host())
                            .setOperation(acl.operation().code())
                            .setPermissionType(acl.permission().code()))
                .toList());
  }

  /** The answer has no names: it is in the order of the question. */
  @Override
  void read(CreateAclsResponse response, Answers<AclBinding, Void> answers) {
    Iterator<AclBinding> asked = answers.open().iterator();
    for (AclCreationResult told : response.results()) {
      if (!asked.hasNext()) {
        return;
      }
      AclBinding acl = asked.next();
      answers.done(acl, told.errorCode(), told.errorMessage());
    }
  }

  /** What is there is there. */
  @Override
  boolean harmlessTwice() {
    return true;
  }

  @Override
  Need need(List<AclBinding> asked) {
    return DescribeAcls.need(
        asked.stream()
            .map(AclBinding::patternType)
            .filter(type -> type != AclPatternType.LITERAL)
            .findFirst()
            .orElse(AclPatternType.LITERAL));
  }
}
