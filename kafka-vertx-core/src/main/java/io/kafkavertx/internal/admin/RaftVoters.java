package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.AddRaftVoterOptions;
import io.kafkavertx.admin.RaftVoterEndpoint;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.AddRaftVoterRequest;
import io.kafkavertx.protocol.message.AddRaftVoterRequest.Listener;
import io.kafkavertx.protocol.message.AddRaftVoterResponse;
import io.kafkavertx.protocol.message.RemoveRaftVoterRequest;
import io.kafkavertx.protocol.message.RemoveRaftVoterResponse;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** AddRaftVoter and RemoveRaftVoter, at any broker or at the active controller. */
public final class RaftVoters {
  private RaftVoters() {}

  /** Adds a voter. */
  public static AdminQuery<Void> add(
      int id,
      UUID directory,
      Collection<RaftVoterEndpoint> endpoints,
      AddRaftVoterOptions options) {
    return new Add(id, directory, List.copyOf(endpoints), options).single();
  }

  /** Removes a voter. */
  public static AdminQuery<Void> remove(int id, UUID directory, String clusterId) {
    return new Remove(id, directory, clusterId).single();
  }

  private static final class Add extends Operation<Integer, Void, AddRaftVoterResponse> {
    private final UUID directory;
    private final List<RaftVoterEndpoint> endpoints;
    private final AddRaftVoterOptions options;

    Add(int id, UUID directory, List<RaftVoterEndpoint> endpoints, AddRaftVoterOptions options) {
      super("addRaftVoter", List.of(id));
      this.directory = directory;
      this.endpoints = endpoints;
      this.options = options;
    }

    @Override
    Target target(Integer id, AdminCall call) {
      return call.anyOrActiveController();
    }

    @Override
    ApiRequest<AddRaftVoterResponse> request(List<Integer> asked, Sending sending) {
      return new AddRaftVoterRequest()
          .setClusterId(options.clusterId())
          .setTimeoutMs(sending.timeoutMs())
          .setVoterId(asked.get(0))
          .setVoterDirectoryId(directory)
          .setAckWhenCommitted(options.ackWhenCommitted())
          .setListeners(
              endpoints.stream()
                  .map(
                      at ->
                          new Listener()
                              .setName(at.listener())
                              .setHost(at.host())
                              .setPort(at.port()))
                  .toList());
    }

    @Override
    void read(AddRaftVoterResponse response, Answers<Integer, Void> answers) {
      if (!answers.errorOfAll(response.errorCode(), response.errorMessage())) {
        answers.open().forEach(id -> answers.value(id, null));
      }
    }

    @Override
    Need need(List<Integer> asked) {
      return options.ackWhenCommitted()
          ? Need.api("3.9, with KRaft,")
          : new Need(1, "4.2", "an answer before the voter is committed");
    }

    @Override
    String kind() {
      return "voter";
    }
  }

  private static final class Remove extends Operation<Integer, Void, RemoveRaftVoterResponse> {
    private final UUID directory;
    private final String clusterId;

    Remove(int id, UUID directory, String clusterId) {
      super("removeRaftVoter", List.of(id));
      this.directory = directory;
      this.clusterId = clusterId;
    }

    @Override
    Target target(Integer id, AdminCall call) {
      return call.anyOrActiveController();
    }

    @Override
    ApiRequest<RemoveRaftVoterResponse> request(List<Integer> asked, Sending sending) {
      return new RemoveRaftVoterRequest()
          .setClusterId(clusterId)
          .setVoterId(asked.get(0))
          .setVoterDirectoryId(directory);
    }

    @Override
    void read(RemoveRaftVoterResponse response, Answers<Integer, Void> answers) {
      if (!answers.errorOfAll(response.errorCode(), response.errorMessage())) {
        answers.open().forEach(id -> answers.value(id, null));
      }
    }

    @Override
    Need need(List<Integer> asked) {
      return Need.api("3.9, with KRaft,");
    }

    @Override
    String kind() {
      return "voter";
    }
  }
}
