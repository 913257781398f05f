package io.kafkavertx.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/**
 * The client's proof and the signature by which the server will prove itself (RFC 5802, section 3).
 * Keys are wiped as soon as they have served.
 */
record ScramProof(byte[] proof, byte[] serverSignature) {
  /** Key derivation that takes longer is given up. */
  static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int CHECK_EVERY = 4096;

  /**
   * Slow: not on an event loop.
   *
   * @param password its bytes
   * @param cancelled asked now and then; true ends the work with an exception
   */
  static ScramProof of(
      ScramHash hash,
      byte[] password,
      byte[] salt,
      int iterations,
      String authMessage,
      BooleanSupplier cancelled)
      throws GeneralSecurityException {
    byte[] salted = null;
    byte[] clientKey = null;
    byte[] storedKey = null;
    byte[] serverKey = null;
    try {
      byte[] auth = authMessage.getBytes(StandardCharsets.UTF_8);
      salted = derive(hash, password, salt, iterations, cancelled);
      clientKey = hash.hmac(salted, ascii("Client Key"));
      storedKey = hash.hash(clientKey);
      serverKey = hash.hmac(salted, ascii("Server Key"));
      byte[] proof = hash.hmac(storedKey, auth);
      xor(proof, clientKey);
      return new ScramProof(proof, hash.hmac(serverKey, auth));
    } finally {
      wipe(salted, clientKey, storedKey, serverKey);
    }
  }

  /** {@code Hi} of RFC 5802: PBKDF2 with one block. */
  static byte[] derive(
      ScramHash hash, byte[] password, byte[] salt, int iterations, BooleanSupplier cancelled)
      throws GeneralSecurityException {
    long started = System.nanoTime();
    Mac mac = hash.hmac(password);
    mac.update(salt);
    byte[] block = mac.doFinal(new byte[] {0, 0, 0, 1});
    byte[] result = block.clone();
    try {
      for (int i = 1; i < iterations; i++) {
        mac.update(block);
        mac.doFinal(block, 0);
        xor(result, block);
        if (i % CHECK_EVERY == 0) {
          check(started, i, iterations, cancelled);
        }
      }
      return result;
    } catch (ShortBufferException e) {
      throw new AssertionError("a block is as long as the hash", e);
    } finally {
      Arrays.fill(block, (byte) 0);
    }
  }

  private static void check(long started, int done, int iterations, BooleanSupplier cancelled) {
    if (cancelled.getAsBoolean()) {
      throw new IllegalStateException("the exchange is over");
    }
    if (System.nanoTime() - started > MOST_NANOS) {
      throw new IllegalStateException(
          "deriving a key takes too long: "
              + done
              + " of "
              + iterations
              + " iterations in "
              + TimeUnit.NANOSECONDS.toSeconds(MOST_NANOS)
              + " s");
    }
  }

  private static void xor(byte[] into, byte[] other) {
    for (int i = 0; i < into.length; i++) {
      into[i] ^= other[i];
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  void wipe() {
    wipe(proof, serverSignature);
  }

  private static void wipe(byte[]... secrets) {
    for (byte[] secret : secrets) {
      if (secret != null) {
        Arrays.fill(secret, (byte) 0);
      }
    }
  }

  /** Shows nothing. */
  @Override
  public String toString() {
    return "ScramProof";
  }
}
