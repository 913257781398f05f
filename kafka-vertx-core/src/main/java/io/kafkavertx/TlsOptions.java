package io.kafkavertx;

import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * TLS in words of Kafka: files or inline values, as PEM, PKCS12 or JKS. What {@link
 * ClientOptions#getNetClientOptions()} says about TLS counts as well; a key store, a trust store or
 * revocation lists in both are an error.
 *
 * <p>Files are read when the first connection is made, and again when a client is told to with
 * {@code reloadTls()}. Not thread-safe; a client copies what it is given.
 */
@DataObject
public final class TlsOptions {
  /** The protocols that may be enabled; older ones are not safe. */
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

  /** How keys and certificates are stored. */
  public enum StoreType {
    /** Text with {@code -----BEGIN}. */
    PEM,
    /** The standard's binary form, usually {@code .p12} or {@code .pfx}. */
    PKCS12,
    /** The old form of Java. */
    JKS
  }

  /** What does the cryptography. */
  public enum Engine {
    /** The JDK. */
    JDK,
    /** OpenSSL or BoringSSL through netty-tcnative, which must be on the class path. */
    OPENSSL
  }

  private String keyStorePath;
  private Buffer keyStoreValue;
  private StoreType keyStoreType;
  private String keyStorePassword;
  private String privateKeyPath;
  private Buffer privateKeyValue;
  private String keyPassword;
  private String trustStorePath;
  private Buffer trustStoreValue;
  private StoreType trustStoreType;
  private String trustStorePassword;
  private List<String> crlPaths = List.of();
  private List<Buffer> crlValues = List.of();
  private List<String> protocols = List.of("TLSv1.3", "TLSv1.2");
  private List<String> cipherSuites = List.of();
  private boolean hostnameVerification = true;
  private Engine engine = Engine.JDK;

  public TlsOptions() {}

  /** As {@link #toJson()} writes it; an unknown key is an error. */
  public TlsOptions(JsonObject json) {
    TlsOptionTable.read(this, json);
  }

  /** A copy that shares nothing with {@code other}. */
  public TlsOptions(TlsOptions other) {
    keyStorePath = other.keyStorePath;
    keyStoreValue = other.keyStoreValue;
    keyStoreType = other.keyStoreType;
    keyStorePassword = other.keyStorePassword;
    privateKeyPath = other.privateKeyPath;
    privateKeyValue = other.privateKeyValue;
    keyPassword = other.keyPassword;
    trustStorePath = other.trustStorePath;
    trustStoreValue = other.trustStoreValue;
    trustStoreType = other.trustStoreType;
    trustStorePassword = other.trustStorePassword;
    crlPaths = other.crlPaths;
    crlValues = other.crlValues;
    protocols = other.protocols;
    cipherSuites = other.cipherSuites;
    hostnameVerification = other.hostnameVerification;
    engine = other.engine;
  }

  /**
   * File with the client's own key and certificate, for brokers that ask for one: PKCS12, JKS, or
   * PEM with the certificate chain and, unless {@link #getPrivateKeyPath()} says where it is, the
   * private key. Default none; {@code ssl.keystore.location}.
   */
  public String getKeyStorePath() {
    return keyStorePath;
  }

  /** See {@link #getKeyStorePath()}. */
  public TlsOptions setKeyStorePath(String keyStorePath) {
    this.keyStorePath = keyStorePath;
    return this;
  }

  /**
   * The content of {@link #getKeyStorePath()}, instead of a file; as PEM {@code
   * ssl.keystore.certificate.chain}. Never shown.
   */
  public Buffer getKeyStoreValue() {
    return keyStoreValue;
  }

  /** See {@link #getKeyStoreValue()}. */
  public TlsOptions setKeyStoreValue(Buffer keyStoreValue) {
    this.keyStoreValue = keyStoreValue;
    return this;
  }

  /** The kind of key store. Default null: the content tells; {@code ssl.keystore.type}. */
  public StoreType getKeyStoreType() {
    return keyStoreType;
  }

  /** See {@link #getKeyStoreType()}. */
  public TlsOptions setKeyStoreType(StoreType keyStoreType) {
    this.keyStoreType = keyStoreType;
    return this;
  }

  /** What opens the key store. Default none; {@code ssl.keystore.password}. Never shown. */
  public String getKeyStorePassword() {
    return keyStorePassword;
  }

  /** See {@link #getKeyStorePassword()}. */
  public TlsOptions setKeyStorePassword(String keyStorePassword) {
    this.keyStorePassword = keyStorePassword;
    return this;
  }

  /** PEM file with the private key, when it is not in the key store. Default none. */
  public String getPrivateKeyPath() {
    return privateKeyPath;
  }

  /** See {@link #getPrivateKeyPath()}. */
  public TlsOptions setPrivateKeyPath(String privateKeyPath) {
    this.privateKeyPath = privateKeyPath;
    return this;
  }

  /**
   * The private key in PEM, instead of a file. Default none; {@code ssl.keystore.key}. Never shown.
   */
  public Buffer getPrivateKeyValue() {
    return privateKeyValue;
  }

  /** See {@link #getPrivateKeyValue()}. */
  public TlsOptions setPrivateKeyValue(Buffer privateKeyValue) {
    this.privateKeyValue = privateKeyValue;
    return this;
  }

  /**
   * What decrypts the private key, in a store or in PEM (PKCS#8, {@code ENCRYPTED PRIVATE KEY}).
   * Default: the key store's; {@code ssl.key.password}. Never shown.
   */
  public String getKeyPassword() {
    return keyPassword;
  }

  /** See {@link #getKeyPassword()}. */
  public TlsOptions setKeyPassword(String keyPassword) {
    this.keyPassword = keyPassword;
    return this;
  }

  /**
   * File with the certificates of the authorities whose signature a broker's certificate must have:
   * PEM, PKCS12 or JKS. Default: those of the JVM; {@code ssl.truststore.location}.
   */
  public String getTrustStorePath() {
    return trustStorePath;
  }

  /** See {@link #getTrustStorePath()}. */
  public TlsOptions setTrustStorePath(String trustStorePath) {
    this.trustStorePath = trustStorePath;
    return this;
  }

  /**
   * The content of {@link #getTrustStorePath()}, instead of a file; {@code
   * ssl.truststore.certificates}.
   */
  public Buffer getTrustStoreValue() {
    return trustStoreValue;
  }

  /** See {@link #getTrustStoreValue()}. */
  public TlsOptions setTrustStoreValue(Buffer trustStoreValue) {
    this.trustStoreValue = trustStoreValue;
    return this;
  }

  /** The kind of trust store. Default null: the content tells; {@code ssl.truststore.type}. */
  public StoreType getTrustStoreType() {
    return trustStoreType;
  }

  /** See {@link #getTrustStoreType()}. */
  public TlsOptions setTrustStoreType(StoreType trustStoreType) {
    this.trustStoreType = trustStoreType;
    return this;
  }

  /** What opens the trust store. Default none; {@code ssl.truststore.password}. Never shown. */
  public String getTrustStorePassword() {
    return trustStorePassword;
  }

  /** See {@link #getTrustStorePassword()}. */
  public TlsOptions setTrustStorePassword(String trustStorePassword) {
    this.trustStorePassword = trustStorePassword;
    return this;
  }

  /**
   * Files with lists of revoked certificates, PEM or DER: a broker with one of these, anywhere in
   * its chain, is refused. Default none.
   */
  public List<String> getCrlPaths() {
    return crlPaths;
  }

  /** See {@link #getCrlPaths()}. */
  public TlsOptions setCrlPaths(List<String> crlPaths) {
    this.crlPaths = List.copyOf(crlPaths);
    return this;
  }

  /** Lists of revoked certificates, instead of files. Default none. */
  public List<Buffer> getCrlValues() {
    return crlValues;
  }

  /** See {@link #getCrlValues()}. */
  public TlsOptions setCrlValues(List<Buffer> crlValues) {
    this.crlValues = List.copyOf(crlValues);
    return this;
  }

  /**
   * The versions of TLS that are offered: {@code TLSv1.3} and {@code TLSv1.2}, the default, or one
   * of them; {@code ssl.enabled.protocols}.
   */
  public List<String> getProtocols() {
    return protocols;
  }

  /** See {@link #getProtocols()}. */
  public TlsOptions setProtocols(List<String> protocols) {
    List<String> wanted = List.copyOf(protocols);
    if (wanted.isEmpty() || !PROTOCOLS.containsAll(wanted)) {
      throw new ConfigException(
          "tls.protocols may be TLSv1.3 and TLSv1.2, at least one of them, but is " + wanted);
    }
    this.protocols = wanted;
    return this;
  }

  /**
   * The cipher suites that are offered, by their names in Java. Default: those of the engine;
   * {@code ssl.cipher.suites}.
   */
  public List<String> getCipherSuites() {
    return cipherSuites;
  }

  /** See {@link #getCipherSuites()}. */
  public TlsOptions setCipherSuites(List<String> cipherSuites) {
    this.cipherSuites = List.copyOf(cipherSuites);
    return this;
  }

  /**
   * Whether a broker's certificate must be for the name or address that the client connects to.
   * Without this anybody with any certificate of a trusted authority can pose as a broker. Default
   * true; {@code ssl.endpoint.identification.algorithm}, {@code https} or empty.
   */
  public boolean isHostnameVerification() {
    return hostnameVerification;
  }

  /** See {@link #isHostnameVerification()}. */
  public TlsOptions setHostnameVerification(boolean hostnameVerification) {
    this.hostnameVerification = hostnameVerification;
    return this;
  }

  /** What does the cryptography. Default {@link Engine#JDK}. */
  public Engine getEngine() {
    return engine;
  }

  /** See {@link #getEngine()}. */
  public TlsOptions setEngine(Engine engine) {
    this.engine = Objects.requireNonNull(engine, "engine");
    return this;
  }

  /** Whether nothing has been set. */
  boolean isDefault() {
    return toJson().isEmpty() && !hasKeyStore() && !hasTrustStore() && crlValues.isEmpty();
  }

  /** Whether there is a key store or a private key, as file or value. */
  public boolean hasKeyStore() {
    return keyStorePath != null
        || keyStoreValue != null
        || privateKeyPath != null
        || privateKeyValue != null;
  }

  /** Whether there is a trust store, as file or value. */
  public boolean hasTrustStore() {
    return trustStorePath != null || trustStoreValue != null;
  }

  boolean hasCrl() {
    return !crlPaths.isEmpty() || !crlValues.isEmpty();
  }

  /** Whether {@code protocol} may be enabled. */
  static boolean isSafe(String protocol) {
    return PROTOCOLS.contains(protocol);
  }

  void validate() {
    exclusive("keyStore", keyStorePath, keyStoreValue);
    exclusive("privateKey", privateKeyPath, privateKeyValue);
    exclusive("trustStore", trustStorePath, trustStoreValue);
    boolean key = privateKeyPath != null || privateKeyValue != null;
    if (key && keyStorePath == null && keyStoreValue == null) {
      throw new ConfigException(
          "tls has a private key without a certificate: set tls.keyStorePath or tls.keyStoreValue"
              + " to the certificate chain");
    }
  }

  private static void exclusive(String name, String path, Buffer value) {
    if (path != null && value != null) {
      throw new ConfigException("tls." + name + "Path and tls." + name + "Value are both set");
    }
  }

  /** What has been set, without passwords, keys and inline values. */
  public JsonObject toJson() {
    return TlsOptionTable.write(this);
  }

  /** What has been set, without secrets. */
  @Override
  public String toString() {
    return "TlsOptions" + toJson().encode();
  }
}
