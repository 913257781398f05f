package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.CreateDelegationTokenOptions;
import io.kafkavertx.admin.DelegationToken;
import io.kafkavertx.admin.KafkaPrincipal;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.CreateDelegationTokenRequest;
import io.kafkavertx.protocol.message.CreateDelegationTokenRequest.CreatableRenewers;
import io.kafkavertx.protocol.message.CreateDelegationTokenResponse;
import java.time.Instant;
import java.util.List;

/** CreateDelegationToken, at any broker. */
public final class CreateDelegationToken
    extends Operation<String, DelegationToken, CreateDelegationTokenResponse> {
  private final CreateDelegationTokenOptions options;

  private CreateDelegationToken(CreateDelegationTokenOptions options) {
    super("createDelegationToken", List.of(who(options)));
    this.options = options;
  }

  private static String who(CreateDelegationTokenOptions options) {
    return options.owner() == null ? "this client" : options.owner().toString();
  }

  public static AdminQuery<DelegationToken> of(CreateDelegationTokenOptions options) {
    return new CreateDelegationToken(options).single();
  }

  @Override
  Target target(String owner, AdminCall call) {
    return Target.anyNode();
  }

  @Override
  ApiRequest<CreateDelegationTokenResponse> request(List<String> asked, Sending sending) {
    KafkaPrincipal owner = options.owner();
    return new CreateDelegationTokenRequest()
        .setOwnerPrincipalType(owner == null ? null : owner.type())
        .setOwnerPrincipalName(owner == null ? null : owner.name())
        .setMaxLifetimeMs(options.maxLifetime() == null ? -1 : options.maxLifetime().toMillis())
        .setRenewers(
            options.renewers().stream()
                .map(
                    renewer ->
                        new CreatableRenewers()
                            .setPrincipalType(renewer.type())
                            .setPrincipalName(renewer.name()))
                .toList());
  }

  @Override
  void read(CreateDelegationTokenResponse response, Answers<String, DelegationToken> answers) {
    if (answers.errorOfAll(response.errorCode(), null)) {
      return;
    }
    KafkaPrincipal owner = new KafkaPrincipal(response.principalType(), response.principalName());
    KafkaPrincipal requester =
        new KafkaPrincipal(
            response.tokenRequesterPrincipalType(), response.tokenRequesterPrincipalName());
    answers.value(
        items().get(0),
        new DelegationToken(
            response.tokenId(),
            response.hmac(),
            owner,
            requester.name().isEmpty() ? owner : requester,
            Instant.ofEpochMilli(response.issueTimestampMs()),
            Instant.ofEpochMilli(response.expiryTimestampMs()),
            Instant.ofEpochMilli(response.maxTimestampMs()),
            options.renewers()));
  }

  @Override
  Need need(List<String> asked) {
    return options.owner() == null
        ? Need.api("1.1")
        : new Need(3, "3.3", "a token for somebody else");
  }
}
