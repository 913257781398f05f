package io.kafkavertx.admin;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A delegation token: whoever has it can log in with SCRAM as its owner, the token's id as the user
 * name and {@link #hmacAsBase64()} as the password. Its {@code toString} has no secrets.
 */
public final class DelegationToken {
  private final String tokenId;
  private final byte[] hmac;
  private final KafkaPrincipal owner;
  private final KafkaPrincipal requester;
  private final Instant issued;
  private final Instant expires;
  private final Instant endsAtLast;
  private final List<KafkaPrincipal> renewers;

  /** A token with all it consists of; see the methods. */
  public DelegationToken(
      String tokenId,
      byte[] hmac,
      KafkaPrincipal owner,
      KafkaPrincipal requester,
      Instant issued,
      Instant expires,
      Instant endsAtLast,
      List<KafkaPrincipal> renewers) {
    this.tokenId = tokenId;
    this.hmac = hmac.clone();
    this.owner = owner;
    this.requester = requester;
    this.issued = issued;
    this.expires = expires;
    this.endsAtLast = endsAtLast;
    this.renewers = List.copyOf(renewers);
  }

  /** The token's id. */
  public String tokenId() {
    return tokenId;
  }

  /** The secret. */
  public byte[] hmac() {
    return hmac.clone();
  }

  /** The secret as it is used for a password. */
  public String hmacAsBase64() {
    return Base64.getEncoder().encodeToString(hmac);
  }

  /** As whom one logs in with it. */
  public KafkaPrincipal owner() {
    return owner;
  }

  /** Who has asked for it; the owner with brokers before 3.3. */
  public KafkaPrincipal requester() {
    return requester;
  }

  public Instant issued() {
    return issued;
  }

  /** When it expires, if it is not renewed. */
  public Instant expires() {
    return expires;
  }

  /** When it expires, however often it is renewed. */
  public Instant endsAtLast() {
    return endsAtLast;
  }

  /** Who may renew it, beside the owner. */
  public List<KafkaPrincipal> renewers() {
    return renewers;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof DelegationToken that
        && tokenId.equals(that.tokenId)
        && Arrays.equals(hmac, that.hmac)
        && expires.equals(that.expires);
  }

  @Override
  public int hashCode() {
    return tokenId.hashCode();
  }

  @Override
  public String toString() {
    return "DelegationToken(" + tokenId + " of " + owner + ", expires " + expires + ")";
  }
}
