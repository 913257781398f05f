package io.kafkavertx.admin;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * How to create a delegation token.
 *
 * @param owner as whom one logs in with it (Kafka 3.3); null for this client's principal
 * @param renewers who may renew it, beside the owner
 * @param maxLifetime how long it may be renewed; null for what the brokers have set
 */
public record CreateDelegationTokenOptions(
    KafkaPrincipal owner, List<KafkaPrincipal> renewers, Duration maxLifetime) {
  public CreateDelegationTokenOptions {
    renewers = List.copyOf(renewers);
  }

  /** For this client's principal, for as long as the brokers allow. */
  public static CreateDelegationTokenOptions defaults() {
    return new CreateDelegationTokenOptions(null, List.of(), null);
  }

  public CreateDelegationTokenOptions owner(KafkaPrincipal who) {
    return new CreateDelegationTokenOptions(who, renewers, maxLifetime);
  }

  public CreateDelegationTokenOptions renewers(Collection<KafkaPrincipal> who) {
    return new CreateDelegationTokenOptions(owner, List.copyOf(who), maxLifetime);
  }

  public CreateDelegationTokenOptions maxLifetime(Duration most) {
    return new CreateDelegationTokenOptions(owner, renewers, most);
  }
}
