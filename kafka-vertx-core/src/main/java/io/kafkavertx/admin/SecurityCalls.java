package io.kafkavertx.admin;

import io.kafkavertx.internal.admin.AlterClientQuotas;
import io.kafkavertx.internal.admin.AlterScramCredentials;
import io.kafkavertx.internal.admin.CreateAcls;
import io.kafkavertx.internal.admin.CreateDelegationToken;
import io.kafkavertx.internal.admin.DelegationTokenTime;
import io.kafkavertx.internal.admin.DeleteAcls;
import io.kafkavertx.internal.admin.DescribeAcls;
import io.kafkavertx.internal.admin.DescribeClientQuotas;
import io.kafkavertx.internal.admin.DescribeDelegationTokens;
import io.kafkavertx.internal.admin.DescribeScramCredentials;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@link SecurityAdmin}. */
abstract class SecurityCalls extends TransactionCalls implements SecurityAdmin {
  @Override
  public Future<List<AclBinding>> describeAcls(AclFilter filter) {
    return run(DescribeAcls.of(filter));
  }

  @Override
  public Future<Results<AclBinding, Void>> createAcls(Collection<AclBinding> acls) {
    return run(new CreateAcls(acls));
  }

  @Override
  public Future<Results<AclFilter, Results<AclBinding, Void>>> deleteAcls(
      Collection<AclFilter> filters) {
    return run(new DeleteAcls(filters));
  }

  @Override
  public Future<Map<QuotaEntity, Map<String, Double>>> describeClientQuotas(QuotaFilter filter) {
    return run(DescribeClientQuotas.of(filter));
  }

  @Override
  public Future<Results<QuotaEntity, Void>> alterClientQuotas(
      Map<QuotaEntity, Map<String, Double>> changes, AlterQuotasOptions options) {
    return run(new AlterClientQuotas(changes, options));
  }

  @Override
  public Future<Results<String, List<ScramCredential>>> describeUserScramCredentials() {
    return run(DescribeScramCredentials.ofAll());
  }

  @Override
  public Future<Results<String, List<ScramCredential>>> describeUserScramCredentials(
      Collection<String> users) {
    return run(new DescribeScramCredentials(users));
  }

  @Override
  public Future<Results<String, Void>> alterUserScramCredentials(List<ScramChange> changes) {
    return run(AlterScramCredentials.of(changes));
  }

  @Override
  public Future<DelegationToken> createDelegationToken(CreateDelegationTokenOptions options) {
    return run(CreateDelegationToken.of(options));
  }

  @Override
  public Future<Instant> renewDelegationToken(byte[] hmac, Duration period) {
    return run(DelegationTokenTime.renew(hmac, period));
  }

  @Override
  public Future<Instant> expireDelegationToken(byte[] hmac, Duration period) {
    return run(DelegationTokenTime.expire(hmac, period));
  }

  @Override
  public Future<List<DelegationToken>> describeDelegationTokens() {
    return run(DescribeDelegationTokens.of(null));
  }

  @Override
  public Future<List<DelegationToken>> describeDelegationTokens(Collection<KafkaPrincipal> owners) {
    return run(DescribeDelegationTokens.of(Objects.requireNonNull(owners, "owners")));
  }
}
