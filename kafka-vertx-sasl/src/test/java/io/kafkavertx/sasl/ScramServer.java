package io.kafkavertx.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The other side of SCRAM, written from RFC 5802 with the JDK's key derivation. */
final class ScramServer {
  private static final byte[] SALT = "salt of a server".getBytes(StandardCharsets.US_ASCII);

  private final ScramHash hash;
  private final byte[] salted;
  private final int iterations;
  private String clientFirstBare;
  private String serverFirst;
  boolean accepted;

  ScramServer(ScramHash hash, String password, int iterations) throws Exception {
    this.hash = hash;
    this.iterations = iterations;
    salted =
        SecretKeyFactory.getInstance("PBKDF2With" + "HmacSHA" + hash.length() * 8)
            .generateSecret(
                new PBEKeySpec(password.toCharArray(), SALT, iterations, hash.length() * 8))
            .getEncoded();
  }

  /** The server's first message, well formed. */
  byte[] first(byte[] clientFirst) {
    clientFirstBare = new String(clientFirst, StandardCharsets.UTF_8).substring(3);
    String nonce = clientFirstBare.split(",", -1)[1].substring(2) + "server";
    serverFirst = "r=" + nonce + ",s=" + base64(SALT) + ",i=" + iterations;
    return serverFirst.getBytes(StandardCharsets.UTF_8);
  }

  /** The server's final message: {@code v=} when the client's proof is right. */
  byte[] last(byte[] clientFinal) throws Exception {
    String text = new String(clientFinal, StandardCharsets.UTF_8);
    int proofAt = text.indexOf(",p=");
    byte[] auth =
        (clientFirstBare + "," + serverFirst + "," + text.substring(0, proofAt))
            .getBytes(StandardCharsets.UTF_8);
    byte[] clientKey = hash.hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
    byte[] expected = hash.hmac(hash.hash(clientKey), auth);
    for (int i = 0; i < expected.length; i++) {
      expected[i] ^= clientKey[i];
    }
    accepted = base64(expected).equals(text.substring(proofAt + 3));
    byte[] serverKey = hash.hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII));
    String answer = accepted ? "v=" + base64(hash.hmac(serverKey, auth)) : "e=invalid-proof";
    return answer.getBytes(StandardCharsets.UTF_8);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
