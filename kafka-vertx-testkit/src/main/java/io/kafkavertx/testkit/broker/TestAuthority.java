package io.kafkavertx.testkit.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A certificate authority for tests: signs certificates that are good, for somebody else, expired
 * or not valid yet, and revokes them.
 *
 * <pre>{@code
 * TestAuthority authority = TestAuthority.create(directory, "ca");
 * TestCertificates broker = authority.certificate("broker").addresses("127.0.0.1").sign();
 * Path revoked = authority.revocationList("revoked.crl", broker);
 * }</pre>
 */
public final class TestAuthority {
  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path directory;
  private final String name;
  private final KeyPair keys;
  private final X509Certificate certificate;
  private final Path certificatePem;

  private TestAuthority(Path directory, String name) throws GeneralSecurityException, IOException {
    this.directory = Files.createDirectories(directory);
    this.name = name;
    this.keys = newKeys();
    Instant now = Instant.now();
    byte[] constraints = extension("2.5.29.19", true, Der.sequence(Der.bool(true)));
    // keyCertSign and cRLSign.
    byte[] usage = extension("2.5.29.15", true, Der.tagged(0x03, new byte[] {1, 0x06}));
    this.certificate =
        sign(
            name,
            keys.getPublic(),
            now.minus(Duration.ofDays(60)),
            now.plus(Duration.ofDays(60)),
            constraints,
            usage);
    this.certificatePem = directory.resolve(name + ".ca.pem").toAbsolutePath();
    Files.writeString(
        certificatePem, TestCertificates.pem("CERTIFICATE", certificate.getEncoded()));
  }

  /**
   * Makes an authority with a new key.
   *
   * @param directory where files go; made if it is missing. Use a temporary directory
   * @param name the common name, and the first part of file names
   * @return the authority
   * @throws BrokerException if it cannot be made
   */
  public static TestAuthority create(Path directory, String name) {
    try {
      return new TestAuthority(directory, Objects.requireNonNull(name, "name"));
    } catch (GeneralSecurityException | IOException e) {
      throw new BrokerException("Cannot make an authority in " + directory + ": " + e, e);
    }
  }

  /**
   * What is to be trusted.
   *
   * @return a PEM file
   */
  public Path certificatePem() {
    return certificatePem;
  }

  /**
   * Begins a certificate; without more it is valid from yesterday to tomorrow, and for no host.
   *
   * @param commonName the subject's common name, and the first part of the names of its files
   * @return what else is to be said about it
   */
  public Request certificate(String commonName) {
    return new Request(Objects.requireNonNull(commonName, "commonName"));
  }

  /** A certificate that has not been signed yet. Each method changes it and returns it. */
  public final class Request {
    private final String commonName;
    private final List<byte[]> alternatives = new ArrayList<>();
    private Instant from = Instant.now().minus(Duration.ofDays(1));
    private Instant until = Instant.now().plus(Duration.ofDays(1));
    private String revocationUrl;

    private Request(String commonName) {
      this.commonName = commonName;
    }

    /**
     * Adds names of hosts that it is valid for.
     *
     * @param hosts DNS names
     * @return this
     */
    public Request names(String... hosts) {
      for (String host : hosts) {
        alternatives.add(Der.tagged(0x82, host.getBytes(StandardCharsets.US_ASCII)));
      }
      return this;
    }

    /**
     * Adds addresses that it is valid for.
     *
     * @param addresses IP addresses as text
     * @return this
     */
    public Request addresses(String... addresses) {
      for (String address : addresses) {
        try {
          alternatives.add(Der.tagged(0x87, InetAddress.getByName(address).getAddress()));
        } catch (IOException e) {
          throw new IllegalArgumentException(address + " is no address", e);
        }
      }
      return this;
    }

    /**
     * Says when it is valid.
     *
     * @param start the beginning
     * @param end the end
     * @return this
     */
    public Request valid(Instant start, Instant end) {
      from = start;
      until = end;
      return this;
    }

    /**
     * Says where a JVM that checks revocation gets the list of revoked certificates from.
     *
     * @param url an HTTP URL
     * @return this
     */
    public Request revocationList(String url) {
      revocationUrl = url;
      return this;
    }

    /**
     * Makes the key, and signs.
     *
     * @return the files
     * @throws BrokerException if that fails
     */
    public TestCertificates sign() {
      try {
        List<byte[]> extensions = new ArrayList<>();
        if (!alternatives.isEmpty()) {
          byte[] names = Der.sequence(alternatives.toArray(new byte[0][]));
          extensions.add(extension("2.5.29.17", false, names));
        }
        if (revocationUrl != null) {
          byte[] url = Der.tagged(0x86, revocationUrl.getBytes(StandardCharsets.US_ASCII));
          byte[] point = Der.sequence(Der.tagged(0xA0, Der.tagged(0xA0, url)));
          extensions.add(extension("2.5.29.31", false, Der.sequence(point)));
        }
        KeyPair own = newKeys();
        X509Certificate signed =
            TestAuthority.this.sign(
                commonName, own.getPublic(), from, until, extensions.toArray(new byte[0][]));
        return store(commonName, own, signed);
      } catch (GeneralSecurityException | IOException e) {
        throw new BrokerException("Cannot make a certificate in " + directory + ": " + e, e);
      }
    }
  }

  /**
   * A list of revoked certificates, valid until tomorrow.
   *
   * @param fileName the name of the file
   * @param revoked what to revoke; nothing gives an empty list
   * @return the file, in DER
   * @throws BrokerException if it cannot be made
   */
  public Path revocationList(String fileName, TestCertificates... revoked) {
    return revocationList(fileName, Instant.now().plus(Duration.ofDays(1)), revoked);
  }

  /**
   * A list of revoked certificates.
   *
   * @param fileName the name of the file
   * @param nextUpdate when another one is due; it was made two days before, or just now
   * @param revoked what to revoke; nothing gives an empty list
   * @return the file, in DER
   * @throws BrokerException if it cannot be made
   */
  public Path revocationList(String fileName, Instant nextUpdate, TestCertificates... revoked) {
    try {
      Instant now = Instant.now();
      Instant earlier = nextUpdate.minus(Duration.ofDays(2));
      List<byte[]> entries = new ArrayList<>();
      for (TestCertificates one : revoked) {
        entries.add(Der.sequence(Der.integer(one.certificate().getSerialNumber()), Der.time(now)));
      }
      byte[] list =
          Der.sequence(
              Der.integer(1),
              ECDSA_SHA256,
              distinguished(name),
              Der.time(earlier.isBefore(now) ? earlier : now.minusSeconds(60)),
              Der.time(nextUpdate),
              entries.isEmpty() ? new byte[0] : Der.sequence(entries.toArray(new byte[0][])),
              Der.tagged(
                  0xA0,
                  Der.sequence(extension("2.5.29.20", false, Der.integer(now.toEpochMilli())))));
      Path file = directory.resolve(fileName).toAbsolutePath();
      Files.write(file, signed(list));
      return file;
    } catch (GeneralSecurityException | IOException e) {
      throw new BrokerException("Cannot make a revocation list in " + directory + ": " + e, e);
    }
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  private static byte[] distinguished(String commonName) {
    return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8(commonName))));
  }

  private static byte[] extension(String oid, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
        : Der.sequence(Der.oid(oid), Der.octets(value));
  }

  private X509Certificate sign(
      String subject, PublicKey key, Instant from, Instant until, byte[]... extensions)
      throws GeneralSecurityException {
    byte[] certificate =
        Der.sequence(
            Der.tagged(0xA0, Der.integer(2)),
            Der.integer(new BigInteger(63, RANDOM).add(BigInteger.ONE)),
            ECDSA_SHA256,
            distinguished(name),
            Der.sequence(Der.time(from), Der.time(until)),
            distinguished(subject),
            key.getEncoded(),
            extensions.length == 0 ? new byte[0] : Der.tagged(0xA3, Der.sequence(extensions)));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new java.io.ByteArrayInputStream(signed(certificate)));
  }

  private byte[] signed(byte[] content) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(content);
    return Der.sequence(content, ECDSA_SHA256, Der.bits(signature.sign()));
  }

  private TestCertificates store(String commonName, KeyPair own, X509Certificate signed)
      throws GeneralSecurityException, IOException {
    Path store = directory.resolve(commonName + ".p12").toAbsolutePath();
    char[] password = TestCertificates.PASSWORD.toCharArray();
    KeyStore keyStore = KeyStore.getInstance("PKCS12");
    keyStore.load(null, null);
    Certificate[] chain = {signed, certificate};
    keyStore.setKeyEntry(TestCertificates.ALIAS, own.getPrivate(), password, chain);
    try (OutputStream out = Files.newOutputStream(store)) {
      keyStore.store(out, password);
    }
    return TestCertificates.export(store, directory, commonName);
  }
}
