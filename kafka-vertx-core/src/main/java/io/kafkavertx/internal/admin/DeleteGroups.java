package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.DeleteGroupsRequest;
import io.kafkavertx.protocol.message.DeleteGroupsResponse;
import io.kafkavertx.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import java.util.Collection;
import java.util.List;

/** DeleteGroups, at the groups' coordinators. The brokers do not care of which kind they are. */
public final class DeleteGroups extends Operation<String, Void, DeleteGroupsResponse> {
  private DeleteGroups(String name, Collection<String> groups) {
    super(name, groups);
  }

  public static DeleteGroups ofConsumers(Collection<String> groups) {
    return new DeleteGroups("deleteConsumerGroups", groups);
  }

  public static DeleteGroups sharing(Collection<String> groups) {
    return new DeleteGroups("deleteShareGroups", groups);
  }

  public static DeleteGroups ofStreams(Collection<String> groups) {
    return new DeleteGroups("deleteStreamsGroups", groups);
  }

  @Override
  Target target(String group, AdminCall call) {
    return Target.groupCoordinator(group);
  }

  @Override
  ApiRequest<DeleteGroupsResponse> request(List<String> asked, Sending sending) {
    return new DeleteGroupsRequest().setGroupsNames(asked);
  }

  @Override
  void read(DeleteGroupsResponse response, Answers<String, Void> answers) {
    for (DeletableGroupResult group : response.results()) {
      answers.done(group.groupId(), group.errorCode(), group.errorMessage());
    }
  }

  @Override
  Need need(List<String> asked) {
    return Need.api("1.1");
  }

  @Override
  String kind() {
    return "group";
  }
}
