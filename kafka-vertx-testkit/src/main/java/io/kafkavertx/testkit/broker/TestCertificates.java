package io.kafkavertx.testkit.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A key and its certificate as PEM and as PKCS12 files. Self-signed ones, for {@code localhost} and
 * {@code 127.0.0.1}, are made on the spot with the JDK's own {@code keytool}; {@link TestAuthority}
 * makes others. For tests: the pass phrase is no secret.
 */
public final class TestCertificates {
  /** The pass phrase of the PKCS12 file. */
  public static final String PASSWORD = "testkit";

  static final String ALIAS = "broker";

  private final Path pkcs12;
  private final Path keyPem;
  private final Path certificatePem;
  private final X509Certificate certificate;

  private TestCertificates(
      Path pkcs12, Path keyPem, Path certificatePem, X509Certificate certificate) {
    this.certificate = certificate;
    this.pkcs12 = pkcs12;
    this.keyPem = keyPem;
    this.certificatePem = certificatePem;
  }

  /**
   * Makes a key and a certificate that is valid for two days.
   *
   * @param directory where the files go; made if it is missing. Use a temporary directory
   * @return the files
   * @throws BrokerException if the JDK's {@code keytool} fails
   */
  public static TestCertificates selfSigned(Path directory) {
    return selfSigned(directory, "localhost");
  }

  /**
   * Makes a key and a certificate that is valid for two days.
   *
   * @param directory where the files go; made if it is missing. Use a temporary directory
   * @param commonName the subject's common name; the certificate is also valid for {@code
   *     localhost} and {@code 127.0.0.1}
   * @return the files
   * @throws BrokerException if the JDK's {@code keytool} fails
   */
  public static TestCertificates selfSigned(Path directory, String commonName) {
    Objects.requireNonNull(commonName, "commonName");
    try {
      Files.createDirectories(directory);
      Path store = directory.resolve(commonName + ".p12").toAbsolutePath();
      Files.deleteIfExists(store);
      keytool(store, commonName);
      return export(store, directory, commonName);
    } catch (IOException | GeneralSecurityException e) {
      throw new BrokerException("Cannot make a certificate in " + directory + ": " + e, e);
    }
  }

  /**
   * The certificate, to be trusted by clients.
   *
   * @return a PEM file
   */
  public Path certificatePem() {
    return certificatePem;
  }

  /**
   * The private key (PKCS#8, not encrypted) followed by its certificate, as a client of mutual TLS
   * or a broker takes it.
   *
   * @return a PEM file
   */
  public Path keyPem() {
    return keyPem;
  }

  /**
   * Key and certificate with the pass phrase {@link #PASSWORD}.
   *
   * @return a PKCS12 file
   */
  public Path pkcs12() {
    return pkcs12;
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** What a broker needs to present this certificate; PEM stores exist from 2.7 on. */
  Map<String, String> keyStoreProperties(KafkaVersion version) {
    Map<String, String> properties = new LinkedHashMap<>();
    // 2.7 and 2.8 know PEM, but want its key to be encrypted.
    if (version.atLeast(3, 0)) {
      properties.put("ssl.keystore.type", "PEM");
      properties.put("ssl.keystore.location", keyPem.toString());
    } else {
      properties.put("ssl.keystore.type", "PKCS12");
      properties.put("ssl.keystore.location", pkcs12.toString());
      properties.put("ssl.keystore.password", PASSWORD);
      properties.put("ssl.key.password", PASSWORD);
    }
    return properties;
  }

  private static void keytool(Path store, String commonName) throws IOException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new ArrayList<>(List.of(tool.toString(), "-genkeypair"));
    command.addAll(List.of("-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-dname", "CN=" + commonName, "-validity", "2"));
    command.addAll(List.of("-ext", "SAN=dns:localhost,ip:127.0.0.1", "-ext", "BC:c=ca:true"));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    command.addAll(List.of("-storepass", PASSWORD, "-keypass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new BrokerException("keytool failed: " + output.strip());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new BrokerException("Interrupted while keytool made a key", e);
    }
  }

  static TestCertificates export(Path store, Path directory, String name)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Key key = keys.getKey(ALIAS, PASSWORD.toCharArray());
    StringBuilder chain = new StringBuilder();
    for (Certificate link : keys.getCertificateChain(ALIAS)) {
      chain.append(pem("CERTIFICATE", link.getEncoded()));
    }
    X509Certificate certificate = (X509Certificate) keys.getCertificate(ALIAS);
    Path certificatePem = directory.resolve(name + ".crt.pem").toAbsolutePath();
    Path keyPem = directory.resolve(name + ".key.pem").toAbsolutePath();
    Files.writeString(certificatePem, pem("CERTIFICATE", certificate.getEncoded()));
    Files.writeString(keyPem, pem("PRIVATE KEY", key.getEncoded()) + chain);
    return new TestCertificates(store, keyPem, certificatePem, certificate);
  }

  static String pem(String kind, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }
}
