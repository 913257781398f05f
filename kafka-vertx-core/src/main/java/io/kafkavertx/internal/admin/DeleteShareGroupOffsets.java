package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.DeleteShareGroupOffsetsRequest;
import io.kafkavertx.protocol.message.DeleteShareGroupOffsetsRequest.DeleteShareGroupOffsetsRequestTopic;
import io.kafkavertx.protocol.message.DeleteShareGroupOffsetsResponse;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** DeleteShareGroupOffsets, at the group's coordinator (not that of share state). */
public final class DeleteShareGroupOffsets
    extends Operation<String, Void, DeleteShareGroupOffsetsResponse> {
  private final String group;

  public DeleteShareGroupOffsets(String group, Collection<String> topics) {
    super("deleteShareGroupOffsets of group " + group, topics);
    this.group = Objects.requireNonNull(group, "group");
  }

  @Override
  Target target(String topic, AdminCall call) {
    return Target.groupCoordinator(group);
  }

  @Override
  ApiRequest<DeleteShareGroupOffsetsResponse> request(List<String> asked, Sending sending) {
    return new DeleteShareGroupOffsetsRequest()
        .setGroupId(group)
        .setTopics(
            asked.stream()
                .map(topic -> new DeleteShareGroupOffsetsRequestTopic().setTopicName(topic))
                .toList());
  }

  @Override
  void read(DeleteShareGroupOffsetsResponse response, Answers<String, Void> answers) {
    if (answers.errorOfAll(response.errorCode(), response.errorMessage())) {
      return;
    }
    response
        .responses()
        .forEach(
            topic -> {
              answers.done(topic.topicName(), topic.errorCode(), topic.errorMessage());
            });
  }

  @Override
  Need need(List<String> asked) {
    return Need.api("4.1");
  }

  @Override
  String kind() {
    return "topic";
  }
}
