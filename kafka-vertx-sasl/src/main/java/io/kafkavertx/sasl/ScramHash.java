package io.kafkavertx.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions that Kafka's SCRAM mechanisms are made of. */
enum ScramHash {
  SHA_256("SCRAM-SHA-256", "SHA-256", "HmacSHA256", 32),
  SHA_512("SCRAM-SHA-512", "SHA-512", "HmacSHA512", 64);

  private final String mechanism;
  private final String digest;
  private final String hmac;
  private final int length;

  ScramHash(String mechanism, String digest, String hmac, int length) {
    this.mechanism = mechanism;
    this.digest = digest;
    this.hmac = hmac;
    this.length = length;
  }

  /** The name of the SASL mechanism. */
  String mechanism() {
    return mechanism;
  }

  /** The length of a hash in bytes. */
  int length() {
    return length;
  }

  byte[] hash(byte[] data) throws GeneralSecurityException {
    return MessageDigest.getInstance(digest).digest(data);
  }

  Mac hmac(byte[] key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(hmac);
    mac.init(new SecretKeySpec(key, hmac));
    return mac;
  }

  byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
    return hmac(key).doFinal(data);
  }
}
