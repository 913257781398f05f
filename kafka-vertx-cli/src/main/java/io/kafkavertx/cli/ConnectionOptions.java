package io.kafkavertx.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How to get to the brokers: options of every command. */
final class ConnectionOptions {
  private static final String DEFAULT_BOOTSTRAP = "localhost:9092";

  @ArgGroup(validate = false, heading = "%nConnection:%n")
  private Given given = new Given();

  @Option(
      names = {"-v", "--verbose"},
      description = "Show the log and the stack traces of failures; -vv and -vvv show more.")
  private boolean[] verbose = {};

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  private Terminal terminal;

  void terminal(Terminal value) {
    terminal = value;
  }

  /** Begins to work: everything that the command opens closes with the session. */
  Session open() {
    Logs.verbose(verbose.length);
    ClientSettings settings = settings();
    return new Session(terminal, settings);
  }

  Terminal terminal() {
    return terminal;
  }

  private ClientSettings settings() {
    Map<String, String> file = PropertiesFile.read(given.config, terminal);
    Map<String, String> own = new LinkedHashMap<>();
    own.put("bootstrap.servers", bootstrapServers(file));
    boolean secured =
        given.tls || given.trustStore != null || given.keyStore != null || given.privateKey != null;
    Login login = login(file);
    if (secured) {
      own.put("security.protocol", login == null ? "SSL" : "SASL_SSL");
    }
    put(own, "ssl.truststore.location", given.trustStore);
    put(own, "ssl.keystore.location", given.keyStore);
    return new ClientSettings(own, file, given.extra, login, given.privateKey, given.timeout);
  }

  private static void put(Map<String, String> own, String key, Path file) {
    if (file != null) {
      if (!Files.isReadable(file)) {
        throw CliException.usage("the file " + file + " does not exist or cannot be read.");
      }
      own.put(key, file.toString());
    }
  }

  private String bootstrapServers(Map<String, String> file) {
    if (given.bootstrap != null) {
      return given.bootstrap;
    }
    if (given.extra.containsKey("bootstrap.servers")) {
      return given.extra.get("bootstrap.servers");
    }
    String fromEnvironment = terminal.environment("KAFKA_BOOTSTRAP_SERVERS");
    if (fromEnvironment != null) {
      return fromEnvironment;
    }
    return file.getOrDefault("bootstrap.servers", DEFAULT_BOOTSTRAP);
  }

  /** Null when nobody does. */
  private Login login(Map<String, String> file) {
    String chosen =
        given.mechanism != null
            ? given.mechanism
            : given.extra.getOrDefault("sasl.mechanism", file.get("sasl.mechanism"));
    if (given.user != null) {
      String secret = Passwords.read(given.password, given.user, terminal);
      return new Login(
          chosen == null ? "SCRAM-SHA-512" : chosen,
          Map.of("username", given.user, "password", secret));
    }
    if (given.password != null) {
      throw CliException.usage("--password needs --user: whose password is it?");
    }
    String jaas = file.get("sasl.jaas.config");
    if (jaas != null) {
      return new Login(chosen, JaasLine.credentials(jaas));
    }
    return chosen == null ? null : new Login(chosen, Map.of());
  }

  /**
   * Who logs in.
   *
   * @param mechanism the mechanism; null when something else says it
   * @param fields for {@code saslConfig}; a secret is among them
   */
  record Login(String mechanism, Map<String, String> fields) {
    @Override
    public String toString() {
      return "Login[" + mechanism + "]";
    }
  }

  /** What the command line says. */
  static final class Given {
    @Option(
        names = {"-b", "--bootstrap"},
        paramLabel = "HOST:PORT",
        description =
            "A broker to start from, or several with commas. Default: $KAFKA_BOOTSTRAP_SERVERS,"
                + " bootstrap.servers of --config, or localhost:9092.")
    String bootstrap;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description =
            "A properties file as Kafka's own tools take it. Default: $KAFKA_VERTX_CONFIG.")
    Path config;

    @Option(
        names = "-X",
        paramLabel = "KEY=VALUE",
        mapFallbackValue = "",
        description =
            "Any option of the client, by its own name or the Java client's property, such as"
                + " fetchMinBytes=1000 or fetch.min.bytes=1000. Wins over --config.")
    Map<String, String> extra = new LinkedHashMap<>();

    @Option(names = "--tls", description = "Connect by TLS.")
    boolean tls;

    @Option(
        names = {"--ca", "--truststore"},
        paramLabel = "FILE",
        description =
            "Whom to trust: PEM, PKCS12 or JKS. Implies --tls. Default: the JVM's authorities.")
    Path trustStore;

    @Option(
        names = {"--cert", "--keystore"},
        paramLabel = "FILE",
        description = "The client's certificate: PEM, PKCS12 or JKS. Implies --tls.")
    Path keyStore;

    @Option(
        names = "--key-file",
        paramLabel = "FILE",
        description = "The certificate's private key, PEM, when it is not in the same file.")
    Path privateKey;

    @Option(
        names = {"-u", "--user"},
        paramLabel = "NAME",
        description = "Log in by SASL as this user.")
    String user;

    @Option(
        names = "--password",
        paramLabel = "FROM",
        description =
            "Where the password is: env:NAME, file:PATH or prompt. Default: $KAFKA_PASSWORD when it"
                + " is set, else prompt.")
    String password;

    @Option(
        names = "--mechanism",
        paramLabel = "NAME",
        description = "SASL mechanism. Default with --user: SCRAM-SHA-512.")
    String mechanism;

    @Option(
        names = "--timeout",
        paramLabel = "TIME",
        converter = Durations.class,
        description = "How long to wait for an answer, such as 500ms, 5s, 2m. Default: 10s.")
    Duration timeout = Duration.ofSeconds(10);
  }
}
