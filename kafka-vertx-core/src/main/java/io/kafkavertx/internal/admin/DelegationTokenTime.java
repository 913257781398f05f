package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.ExpireDelegationTokenRequest;
import io.kafkavertx.protocol.message.ExpireDelegationTokenResponse;
import io.kafkavertx.protocol.message.RenewDelegationTokenRequest;
import io.kafkavertx.protocol.message.RenewDelegationTokenResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** RenewDelegationToken and ExpireDelegationToken, at any broker. */
public final class DelegationTokenTime {
  /** Not the token: it is a secret. */
  private static final List<String> ITEM = List.of("a token");

  private DelegationTokenTime() {}

  /** Lets a token live longer; by as much as the brokers like when there is no period. */
  public static AdminQuery<Instant> renew(byte[] hmac, Duration period) {
    return new Renew(hmac.clone(), millis(period)).single();
  }

  /** Ends a token, at once when there is no period. */
  public static AdminQuery<Instant> expire(byte[] hmac, Duration period) {
    return new Expire(hmac.clone(), millis(period)).single();
  }

  private static long millis(Duration period) {
    if (period == null) {
      return -1;
    }
    if (period.isNegative()) {
      throw new IllegalArgumentException("a period cannot be negative, but is " + period);
    }
    return period.toMillis();
  }

  private static final class Renew
      extends Operation<String, Instant, RenewDelegationTokenResponse> {
    private final byte[] hmac;
    private final long period;

    Renew(byte[] hmac, long period) {
      super("renewDelegationToken", ITEM);
      this.hmac = hmac;
      this.period = period;
    }

    @Override
    Target target(String token, AdminCall call) {
      return Target.anyNode();
    }

    @Override
    ApiRequest<RenewDelegationTokenResponse> request(List<String> asked, Sending sending) {
      return new RenewDelegationTokenRequest().setHmac(hmac).setRenewPeriodMs(period);
    }

    @Override
    void read(RenewDelegationTokenResponse response, Answers<String, Instant> answers) {
      if (!answers.errorOfAll(response.errorCode(), null)) {
        answers.value(ITEM.get(0), Instant.ofEpochMilli(response.expiryTimestampMs()));
      }
    }

    @Override
    boolean harmlessTwice() {
      return true;
    }

    @Override
    Need need(List<String> asked) {
      return Need.api("1.1");
    }
  }

  private static final class Expire
      extends Operation<String, Instant, ExpireDelegationTokenResponse> {
    private final byte[] hmac;
    private final long period;

    Expire(byte[] hmac, long period) {
      super("expireDelegationToken", ITEM);
      this.hmac = hmac;
      this.period = period;
    }

    @Override
    Target target(String token, AdminCall call) {
      return Target.anyNode();
    }

    @Override
    ApiRequest<ExpireDelegationTokenResponse> request(List<String> asked, Sending sending) {
      return new ExpireDelegationTokenRequest().setHmac(hmac).setExpiryTimePeriodMs(period);
    }

    @Override
    void read(ExpireDelegationTokenResponse response, Answers<String, Instant> answers) {
      if (!answers.errorOfAll(response.errorCode(), null)) {
        answers.value(ITEM.get(0), Instant.ofEpochMilli(response.expiryTimestampMs()));
      }
    }

    /** A token that has ended at once is not found the second time. */
    @Override
    boolean harmlessTwice() {
      return period > 0;
    }

    @Override
    Need need(List<String> asked) {
      return Need.api("1.1");
    }
  }
}
