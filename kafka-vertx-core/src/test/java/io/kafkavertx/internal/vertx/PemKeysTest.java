package io.kafkavertx.internal.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConfigException;
import io.vertx.core.buffer.Buffer;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.junit.jupiter.api.Test;

class PemKeysTest {
  private static final String SECRET = "CANARY-pem-77";

  private static PrivateKey key() throws Exception {
    return KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
  }

  private static Buffer pem(String kind, byte[] content) {
    return Buffer.buffer(
        "-----BEGIN "
            + kind
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
            + "\n-----END "
            + kind
            + "-----\n");
  }

  private static Buffer encrypted(PrivateKey key, String algorithm) throws Exception {
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(SECRET.toCharArray())),
        new PBEParameterSpec(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 2048));
    byte[] content = cipher.doFinal(key.getEncoded());
    return pem(
        "ENCRYPTED PRIVATE KEY",
        new EncryptedPrivateKeyInfo(cipher.getParameters(), content).getEncoded());
  }

  /**
   * Made for this test by {@code openssl pkcs8 -topk8 -v2 aes-256-cbc}, with the password above.
   */
  private static final String OPENSSL =
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
          + "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiGgTyX84hFEAICCAAw\n"
          + "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEFcszsiSW5psZbap6a3VjhsEgZBS\n"
          + "qaCZpqtyVixfWw7OTXtZHxGAmTsnvgtFR5Z60N3uyQ12STrcoEmiuOMg1yxtvYRU\n"
          + "IimKL6gKPL0iTIFTD1mQxtHr1+a1YUy2bEZSW6qqUDQn0Jl/JfzKugnRNZzb027y\n"
          + "6o3Bw9J8vvpuTFRla2ZRSlxm/RiomYfuLLovsv0Vtzd5fFONfps1wpDlaA45B9c=\n"
          + "-----END ENCRYPTED PRIVATE KEY-----\n";

  private static final String OPENSSL_CLEAR =
      "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQglYMVpumYy+/NVOHd"
          + "Rq12ks3aB6WL2B6W1cgvi9mMZAihRANCAAS2uiMeaHbZGDaErH+Wl+LsqRB88tfo"
          + "xr+KRhxNE2afkF53nhxfuWu8zGkPBhxsOqOABlJ2FV70G31ZAdqiDi4S";

  private static byte[] body(Buffer pem) {
    return Base64.getDecoder()
        .decode(pem.toString().replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
  }

  private static void onlyWithItsPassword(Buffer pem, byte[] key) {
    assertThat(body(PemKeys.decrypted(pem, SECRET))).isEqualTo(key);
    assertThatThrownBy(() -> PemKeys.decrypted(pem, SECRET + "x"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is tls.keyPassword wrong?")
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> PemKeys.decrypted(pem, null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("tls.keyPassword is not set");
  }

  @Test
  void anEncryptedKeyOfOpenSslIsReadWithItsPasswordOnly() {
    onlyWithItsPassword(Buffer.buffer(OPENSSL), Base64.getDecoder().decode(OPENSSL_CLEAR));
  }

  @Test
  void anEncryptedKeyOfTheOldStandardIsReadWithItsPasswordOnly() throws Exception {
    PrivateKey key = key();
    onlyWithItsPassword(encrypted(key, "PBEWithSHA1AndDESede"), key.getEncoded());
  }

  @Test
  void aKeyInTheClearStaysAsItIs() throws Exception {
    Buffer pem = pem("PRIVATE KEY", key().getEncoded());
    assertThat(PemKeys.decrypted(pem, null)).isSameAs(pem);
    assertThat(PemKeys.decrypted(pem, SECRET)).isSameAs(pem);
  }

  @Test
  void theOldFormOfEncryptionIsRefusedWithTheRemedy() {
    Buffer old = Buffer.buffer("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n");
    assertThatThrownBy(() -> PemKeys.decrypted(old, SECRET))
        .hasMessageContaining("openssl pkcs8 -topk8")
        .hasMessageNotContaining(SECRET);
  }
}
