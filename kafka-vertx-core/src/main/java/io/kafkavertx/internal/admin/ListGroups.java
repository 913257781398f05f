package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.BrokersListing;
import io.kafkavertx.admin.GroupListing;
import io.kafkavertx.admin.GroupState;
import io.kafkavertx.admin.GroupType;
import io.kafkavertx.admin.ListGroupsOptions;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.ListGroupsRequest;
import io.kafkavertx.protocol.message.ListGroupsResponse;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** ListGroups, at every broker: each knows the groups that it coordinates. */
public final class ListGroups extends Operation<Integer, List<GroupListing>, ListGroupsResponse> {
  private static final String NAME = "listGroups";

  private final ListGroupsOptions options;

  private ListGroups(Collection<Integer> brokers, ListGroupsOptions options) {
    super(NAME, brokers);
    this.options = options;
  }

  public static AdminQuery<BrokersListing<GroupListing>> of(ListGroupsOptions options) {
    return call ->
        Merged.ofAllBrokers(
            call, NAME, brokers -> new ListGroups(brokers, options), GroupListing::groupId);
  }

  @Override
  Target target(Integer broker, AdminCall call) {
    return Target.node(broker);
  }

  @Override
  ApiRequest<ListGroupsResponse> request(List<Integer> asked, Sending sending) {
    return new ListGroupsRequest()
        .setStatesFilter(options.states().stream().map(GroupState::toString).toList())
        .setTypesFilter(options.types().stream().map(GroupType::toString).toList());
  }

  @Override
  void read(ListGroupsResponse response, Answers<Integer, List<GroupListing>> answers) {
    if (answers.errorOfAll(response.errorCode(), null)) {
      return;
    }
    List<GroupListing> groups =
        response.groups().stream()
            .map(
                group ->
                    new GroupListing(
                        group.groupId(),
                        GroupType.of(group.groupType()),
                        group.protocolType(),
                        GroupState.of(group.groupState())))
            .filter(
                group ->
                    options.protocolTypes().isEmpty()
                        || options.protocolTypes().contains(group.protocolType()))
            .toList();
    answers.open().forEach(broker -> answers.value(broker, groups));
  }

  /** Brokers before 3.8 have classic groups only: who wants those needs no filter there. */
  @Override
  AdminQuery<Results<Integer, List<GroupListing>>> fallback(List<Integer> asked) {
    return options.types().contains(GroupType.CLASSIC)
        ? new ListGroups(asked, options.types(Set.of()))
        : null;
  }

  @Override
  Need need(List<Integer> asked) {
    if (!options.types().isEmpty()) {
      return new Need(5, "3.8", "asking for types of groups");
    }
    return options.states().isEmpty()
        ? Need.api("0.9")
        : new Need(4, "2.6", "asking for states of groups");
  }

  @Override
  String kind() {
    return "broker";
  }
}
