package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.DelegationToken;
import io.kafkavertx.admin.KafkaPrincipal;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.DescribeDelegationTokenRequest;
import io.kafkavertx.protocol.message.DescribeDelegationTokenRequest.DescribeDelegationTokenOwner;
import io.kafkavertx.protocol.message.DescribeDelegationTokenResponse;
import io.kafkavertx.protocol.message.DescribeDelegationTokenResponse.DescribedDelegationToken;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** DescribeDelegationToken, at any broker. */
public final class DescribeDelegationTokens
    extends Operation<String, List<DelegationToken>, DescribeDelegationTokenResponse> {
  private final List<KafkaPrincipal> owners;

  private DescribeDelegationTokens(List<KafkaPrincipal> owners) {
    super("describeDelegationTokens", List.of(owners == null ? "all owners" : owners.toString()));
    this.owners = owners;
  }

  /**
   * Looks for tokens.
   *
   * @param owners of these; null for all
   */
  public static AdminQuery<List<DelegationToken>> of(Collection<KafkaPrincipal> owners) {
    return new DescribeDelegationTokens(owners == null ? null : List.copyOf(owners)).single();
  }

  @Override
  Target target(String all, AdminCall call) {
    return Target.anyNode();
  }

  @Override
  ApiRequest<DescribeDelegationTokenResponse> request(List<String> asked, Sending sending) {
    return new DescribeDelegationTokenRequest()
        .setOwners(
            owners == null
                ? null
                : owners.stream()
                    .map(
                        owner ->
                            new DescribeDelegationTokenOwner()
                                .setPrincipalType(owner.type())
                                .setPrincipalName(owner.name()))
                    .toList());
  }

  @Override
  void read(
      DescribeDelegationTokenResponse response, Answers<String, List<DelegationToken>> answers) {
    if (!answers.errorOfAll(response.errorCode(), null)) {
      answers.value(
          items().get(0), response.tokens().stream().map(DescribeDelegationTokens::token).toList());
    }
  }

  private static DelegationToken token(DescribedDelegationToken told) {
    KafkaPrincipal owner = new KafkaPrincipal(told.principalType(), told.principalName());
    KafkaPrincipal requester =
        new KafkaPrincipal(told.tokenRequesterPrincipalType(), told.tokenRequesterPrincipalName());
    return new DelegationToken(
        told.tokenId(),
        told.hmac(),
        owner,
        requester.name().isEmpty() ? owner : requester,
        Instant.ofEpochMilli(told.issueTimestamp()),
        Instant.ofEpochMilli(told.expiryTimestamp()),
        Instant.ofEpochMilli(told.maxTimestamp()),
        told.renewers().stream()
            .map(renewer -> new KafkaPrincipal(renewer.principalType(), renewer.principalName()))
            .toList());
  }

  @Override
  Need need(List<String> asked) {
    return Need.api("1.1");
  }
}
