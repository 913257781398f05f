package io.kafkavertx.admin;

import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Access control lists, quotas, SCRAM credentials and delegation tokens. Part of {@link
 * KafkaAdmin}.
 */
@VertxGen(concrete = false)
public interface SecurityAdmin {
  /** Access control entries. Brokers from 0.11 on that have an authorizer. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<List<AclBinding>> describeAcls(AclFilter filter);

  /** Adds access control entries; one that is there already is no failure. Brokers from 0.11 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<AclBinding, Void>> createAcls(Collection<AclBinding> acls);

  /**
   * Deletes access control entries. Brokers from 0.11 on.
   *
   * @return for each filter what it has met with, and whether that could be deleted
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<AclFilter, Results<AclBinding, Void>>> deleteAcls(Collection<AclFilter> filters);

  /** Quotas: for each entity the values by their names. Brokers from 2.6 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<QuotaEntity, Map<String, Double>>> describeClientQuotas(QuotaFilter filter);

  /** Changes quotas; see {@link #alterClientQuotas(Map, AlterQuotasOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<QuotaEntity, Void>> alterClientQuotas(
      Map<QuotaEntity, Map<String, Double>> changes) {
    return alterClientQuotas(changes, AlterQuotasOptions.defaults());
  }

  /**
   * Changes quotas. Brokers from 2.6 on.
   *
   * @param changes for each entity new values by their names ({@code producer_byte_rate}, {@code
   *     consumer_byte_rate}, {@code request_percentage}, ...); null takes a quota away, what is not
   *     named stays
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<QuotaEntity, Void>> alterClientQuotas(
      Map<QuotaEntity, Map<String, Double>> changes, AlterQuotasOptions options);

  /** The SCRAM credentials of all users. Brokers from 2.7 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, List<ScramCredential>>> describeUserScramCredentials();

  /**
   * The SCRAM credentials of users. One without any fails with {@code RESOURCE_NOT_FOUND}. Brokers
   * from 2.7 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, List<ScramCredential>>> describeUserScramCredentials(
      Collection<String> users);

  /**
   * Sets passwords and takes them away: of each user one at a time, as brokers refuse two changes
   * of a user in a request with {@code DUPLICATE_RESOURCE}. Brokers from 2.7 on.
   *
   * @return by user
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, Void>> alterUserScramCredentials(List<ScramChange> changes);

  /** Creates a token; see {@link #createDelegationToken(CreateDelegationTokenOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<DelegationToken> createDelegationToken() {
    return createDelegationToken(CreateDelegationTokenOptions.defaults());
  }

  /**
   * Creates a delegation token. Not by clients that are logged in with one, or not at all. Brokers
   * from 1.1 on that have {@code delegation.token.secret.key}.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<DelegationToken> createDelegationToken(CreateDelegationTokenOptions options);

  /**
   * Makes a delegation token live longer. Brokers from 1.1 on.
   *
   * @param hmac its secret
   * @param period for how long from now on; null for what the brokers have set
   * @return when it expires
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Instant> renewDelegationToken(byte[] hmac, Duration period);

  /**
   * Makes a delegation token live less long. Brokers from 1.1 on.
   *
   * @param hmac its secret
   * @param period for how long from now on; null to end it at once
   * @return when it expires
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Instant> expireDelegationToken(byte[] hmac, Duration period);

  /** All delegation tokens that this client may see. Brokers from 1.1 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<List<DelegationToken>> describeDelegationTokens();

  /**
   * The delegation tokens that these own or may renew, and that this client may see. Brokers from
   * 1.1 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<List<DelegationToken>> describeDelegationTokens(Collection<KafkaPrincipal> owners);
}
