package io.kafkavertx.internal.vertx;

import io.kafkavertx.ConfigException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Encrypted private keys in PEM (PKCS#8), which Vert.x does not read. */
final class PemKeys {
  private static final Pattern ENCRYPTED =
      Pattern.compile(
          "-----BEGIN ENCRYPTED PRIVATE KEY-----([^-]+)-----END ENCRYPTED PRIVATE KEY-----");

  /** PKCS#5 version 2: the parameters say which algorithms it stands for. */
  private static final String PBES2 = "1.2.840.113549.1.5.13";

  private PemKeys() {}

  /** The same with its key in the clear; what is not encrypted stays as it is. */
  static Buffer decrypted(Buffer pem, String password) {
    String text = pem.toString(StandardCharsets.US_ASCII);
    Matcher matcher = ENCRYPTED.matcher(text);
    if (!matcher.find()) {
      if (text.contains("Proc-Type: 4,ENCRYPTED")) {
        throw new ConfigException(
            "tls.privateKey: this old form of encryption is not read; convert the key with"
                + " 'openssl pkcs8 -topk8'");
      }
      return pem;
    }
    if (password == null) {
      throw new ConfigException(
          "tls.privateKey: the key is encrypted, but tls.keyPassword is not set");
    }
    byte[] key = decrypt(Base64.getMimeDecoder().decode(matcher.group(1)), password.toCharArray());
    try {
      return Buffer.buffer("-----BEGIN PRIVATE KEY-----\n")
          .appendBytes(Base64.getMimeEncoder().encode(key))
          .appendString("\n-----END PRIVATE KEY-----\n");
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] decrypt(byte[] encrypted, char[] password) {
    PBEKeySpec spec = new PBEKeySpec(password);
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
      String algorithm = info.getAlgName();
      if (algorithm.equals(PBES2) || algorithm.equals("PBES2")) {
        algorithm = info.getAlgParameters().toString();
      }
      SecretKey secret = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
      return info.getKeySpec(cipher).getEncoded();
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigException(
          "tls.privateKey: the key cannot be decrypted; is tls.keyPassword wrong? ("
              + TlsStores.reason(e)
              + ")",
          e);
    } finally {
      spec.clearPassword();
      Arrays.fill(password, '\0');
    }
  }
}
