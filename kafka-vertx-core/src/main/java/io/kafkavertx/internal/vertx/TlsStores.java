package io.kafkavertx.internal.vertx;

import io.kafkavertx.ConfigException;
import io.kafkavertx.TlsOptions;
import io.kafkavertx.TlsOptions.StoreType;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.JksOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.KeyStoreOptionsBase;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import javax.crypto.BadPaddingException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** Opens key and trust stores of all kinds. Everything here blocks. */
final class TlsStores {
  private TlsStores() {}

  static KeyManagerFactory keys(Vertx vertx, TlsOptions tls) throws Exception {
    Buffer store = content(vertx, "tls.keyStore", tls.getKeyStorePath(), tls.getKeyStoreValue());
    StoreType type = type(tls.getKeyStoreType(), store);
    KeyCertOptions options;
    if (type == StoreType.PEM) {
      boolean apart = tls.getPrivateKeyPath() != null || tls.getPrivateKeyValue() != null;
      Buffer key =
          apart
              ? content(vertx, "tls.privateKey", tls.getPrivateKeyPath(), tls.getPrivateKeyValue())
              : store;
      // The Java client and this client's own forerunner differ in which of them they ask for.
      String password =
          tls.getKeyPassword() != null ? tls.getKeyPassword() : tls.getKeyStorePassword();
      options =
          new PemKeyCertOptions().setKeyValue(PemKeys.decrypted(key, password)).setCertValue(store);
    } else {
      options =
          binary(type, store, tls.getKeyStorePassword()).setAliasPassword(tls.getKeyPassword());
    }
    return options.getKeyManagerFactory(vertx);
  }

  static KeyStore trust(Vertx vertx, TlsOptions tls) throws Exception {
    Buffer store =
        content(vertx, "tls.trustStore", tls.getTrustStorePath(), tls.getTrustStoreValue());
    StoreType type = type(tls.getTrustStoreType(), store);
    return type == StoreType.PEM
        ? new PemTrustOptions().addCertValue(store).loadKeyStore(vertx)
        : binary(type, store, tls.getTrustStorePassword()).loadKeyStore(vertx);
  }

  private static KeyStoreOptionsBase binary(StoreType type, Buffer store, String password) {
    return type == StoreType.JKS
        ? new JksOptions().setValue(store).setPassword(password)
        : new PfxOptions().setValue(store).setPassword(password);
  }

  private static StoreType type(StoreType said, Buffer store) {
    if (said != null) {
      return said;
    }
    if (store.length() >= 4 && store.getInt(0) == 0xFEEDFEED) {
      return StoreType.JKS;
    }
    // A PKCS12 file is an ASN.1 sequence.
    return store.length() > 0 && store.getByte(0) == 0x30 ? StoreType.PKCS12 : StoreType.PEM;
  }

  private static Buffer content(Vertx vertx, String option, String path, Buffer value) {
    return path == null ? value : read(vertx, option + "Path", path);
  }

  static Buffer read(Vertx vertx, String option, String path) {
    try {
      return vertx.fileSystem().readFileBlocking(path);
    } catch (RuntimeException e) {
      throw new ConfigException(option + ": '" + path + "' cannot be read: " + reason(e), e);
    }
  }

  /** Down to the first cause, where the reason is; messages of providers quote no secrets. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    if (cause instanceof NoSuchFileException missing) {
      return "there is no file '" + missing.getFile() + "'";
    }
    String text =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    // What comes of decryption with a wrong key; some providers only say it in words.
    boolean wrongPassword =
        cause instanceof BadPaddingException
            || cause instanceof UnrecoverableKeyException
            || text.contains("BadPaddingException");
    return wrongPassword ? "its password is wrong (" + text + ")" : text;
  }

  /** That each private key belongs to the certificate beside it: brokers would only hang up. */
  static void checkKeys(String option, KeyManagerFactory factory) throws GeneralSecurityException {
    boolean any = false;
    for (KeyManager manager : factory.getKeyManagers()) {
      if (manager instanceof X509KeyManager keys) {
        for (String algorithm : new String[] {"RSA", "EC", "DSA", "EdDSA", "RSASSA-PSS"}) {
          String[] aliases = keys.getClientAliases(algorithm, null);
          for (String alias : aliases == null ? new String[0] : aliases) {
            any = true;
            check(option, keys.getPrivateKey(alias), keys.getCertificateChain(alias)[0]);
          }
        }
      }
    }
    if (!any && factory.getProvider().getName().startsWith("Sun")) {
      throw new ConfigException(option + ": there is no private key with a certificate in it");
    }
  }

  private static void check(String option, PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    PublicKey partner = certificate.getPublicKey();
    boolean fits = partner.getAlgorithm().equals(key.getAlgorithm());
    String signature =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA" -> "EdDSA";
          default -> null;
        };
    if (fits && signature != null) {
      fits = signs(signature, key, partner);
    }
    if (!fits) {
      throw new ConfigException(
          option
              + ": the private key does not belong to the certificate of "
              + certificate.getSubjectX500Principal());
    }
  }

  private static boolean signs(String algorithm, PrivateKey key, PublicKey partner)
      throws GeneralSecurityException {
    byte[] text = {1, 2, 3};
    Signature signer = Signature.getInstance(algorithm);
    try {
      signer.initSign(key);
    } catch (InvalidKeyException e) {
      // A key in hardware, for example: nothing can be said about it here.
      return true;
    }
    signer.update(text);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(partner);
    verifier.update(text);
    try {
      return verifier.verify(signature);
    } catch (java.security.SignatureException e) {
      return false;
    }
  }
}
