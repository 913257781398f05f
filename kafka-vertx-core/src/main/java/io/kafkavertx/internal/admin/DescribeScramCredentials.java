package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.ScramCredential;
import io.kafkavertx.admin.ScramMechanism;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.DescribeUserScramCredentialsRequest;
import io.kafkavertx.protocol.message.DescribeUserScramCredentialsRequest.UserName;
import io.kafkavertx.protocol.message.DescribeUserScramCredentialsResponse;
import io.kafkavertx.protocol.message.DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult;
import java.util.Collection;
import java.util.List;

/** DescribeUserScramCredentials, at any broker. */
public final class DescribeScramCredentials
    extends Operation<String, List<ScramCredential>, DescribeUserScramCredentialsResponse> {
  private static final String NAME = "describeUserScramCredentials";

  public DescribeScramCredentials(Collection<String> users) {
    super(NAME, users);
  }

  /** Of everybody: who they are has to be found out first. */
  public static AdminQuery<Results<String, List<ScramCredential>>> ofAll() {
    AdminQuery<List<String>> users = new Users().single();
    return call -> users.run(call).compose(found -> new DescribeScramCredentials(found).run(call));
  }

  @Override
  Target target(String user, AdminCall call) {
    return Target.anyNode();
  }

  @Override
  ApiRequest<DescribeUserScramCredentialsResponse> request(List<String> asked, Sending sending) {
    return new DescribeUserScramCredentialsRequest()
        .setUsers(asked.stream().map(user -> new UserName().setName(user)).toList());
  }

  @Override
  void read(
      DescribeUserScramCredentialsResponse response,
      Answers<String, List<ScramCredential>> answers) {
    if (answers.errorOfAll(response.errorCode(), response.errorMessage())) {
      return;
    }
    for (DescribeUserScramCredentialsResult told : response.results()) {
      if (!answers.error(told.user(), told.errorCode(), told.errorMessage())) {
        answers.value(
            told.user(),
            told.credentialInfos().stream()
                .map(
                    one ->
                        new ScramCredential(
                            ScramMechanism.forCode(one.mechanism()), one.iterations()))
                .toList());
      }
    }
  }

  @Override
  Need need(List<String> asked) {
    return Need.api("2.7");
  }

  @Override
  String kind() {
    return "user";
  }

  /** The names of all who have credentials. */
  private static final class Users
      extends Operation<String, List<String>, DescribeUserScramCredentialsResponse> {
    Users() {
      super(NAME, List.of("the cluster"));
    }

    @Override
    Target target(String all, AdminCall call) {
      return Target.anyNode();
    }

    @Override
    ApiRequest<DescribeUserScramCredentialsResponse> request(List<String> asked, Sending sending) {
      // Not null, which means the same: Kafka 4.4 never answers that to somebody who may not.
      return new DescribeUserScramCredentialsRequest().setUsers(List.of());
    }

    @Override
    void read(
        DescribeUserScramCredentialsResponse response, Answers<String, List<String>> answers) {
      if (!answers.errorOfAll(response.errorCode(), response.errorMessage())) {
        answers.value(
            items().get(0),
            response.results().stream().map(DescribeUserScramCredentialsResult::user).toList());
      }
    }

    @Override
    Need need(List<String> asked) {
      return Need.api("2.7");
    }
  }
}
