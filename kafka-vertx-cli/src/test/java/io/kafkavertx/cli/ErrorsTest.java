package io.kafkavertx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.admin.AclBinding;
import io.kafkavertx.admin.AclFilter;
import io.kafkavertx.admin.AclOperation;
import io.kafkavertx.admin.AclResourceType;
import io.kafkavertx.admin.KafkaAdmin;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong for users, and what they are told: one paragraph, no stack trace. */
@Timeout(120)
final class ErrorsTest {
  private static CliRun topics(String bootstrap, String... more) {
    String[] args = new String[more.length + 1];
    args[0] = "topics";
    System.arraycopy(more, 0, args, 1, more.length);
    return CliRun.at(bootstrap).run(args);
  }

  private static void told(CliRun run, int code, String... words) {
    assertThat(run.code()).as("%s", run).isEqualTo(code);
    assertThat(run.err()).contains(words).doesNotContain("\tat ", "Exception:");
    assertThat(run.err().strip().lines().count()).as("%s", run).isEqualTo(1);
  }

  private static String authority() {
    return TestBrokers.authority().toString();
  }

  @Test
  void nobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    told(topics("127.0.0.1:" + port), ExitCode.UNREACHABLE, "nothing listens there");
  }

  @Test
  void aNameThatDoesNotResolve() {
    told(topics("nobody.invalid:9092"), ExitCode.UNREACHABLE, "does not resolve", "nobody.invalid");
  }

  @Test
  void anHttpServer() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    // One thread for each: garbage on one connection holds up its thread for good.
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.start();
    try {
      told(
          topics("127.0.0.1:" + server.getAddress().getPort(), "--timeout", "1s"),
          ExitCode.UNREACHABLE,
          "that is an HTTP server");
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }

  @Test
  void plainTextToATlsPort() {
    told(
        topics(TestBrokers.bootstrap(TestBrokers.TLS)),
        ExitCode.UNREACHABLE,
        "that is a TLS port",
        "--tls",
        "CN=good");
  }

  @Test
  void tlsToAPlainPort() {
    told(
        topics(TestBrokers.bootstrap(), "--tls"),
        ExitCode.UNREACHABLE,
        "speaks plain text",
        "Leave out --tls");
  }

  @Test
  void aCertificateThatNobodyTrustsIsRefused() {
    told(
        topics(TestBrokers.bootstrap(TestBrokers.TLS), "--tls"),
        ExitCode.REFUSED,
        "nobody whom this machine trusts",
        "signed by CN=Signer",
        "--ca FILE");
    CliRun trusting = topics(TestBrokers.bootstrap(TestBrokers.TLS), "--ca", authority());
    assertThat(trusting.code()).as("%s", trusting).isEqualTo(ExitCode.OK);
  }

  @Test
  void aCertificateForAnotherNameIsRefused() {
    told(
        topics(TestBrokers.bootstrap(TestBrokers.OTHER_NAME), "--ca", authority()),
        ExitCode.REFUSED,
        "is for broker.elsewhere.example",
        "dialled 127.0.0.1");
  }

  @Test
  void anExpiredCertificateIsRefused() {
    told(
        topics(TestBrokers.bootstrap(TestBrokers.EXPIRED), "--ca", authority()),
        ExitCode.REFUSED,
        "certificate expired on");
  }

  @Test
  void aBrokerThatWantsACertificateOfTheClient() {
    told(
        topics(TestBrokers.bootstrap(TestBrokers.CLIENT_CERTIFICATE), "--ca", authority()),
        ExitCode.REFUSED,
        "wants a certificate from the client",
        "--cert FILE");
  }

  @Test
  void noLoginWhereOneIsWanted() {
    told(
        topics(TestBrokers.bootstrap(TestBrokers.SASL)),
        ExitCode.REFUSED,
        "wants a login",
        "PLAIN",
        "SCRAM-SHA-512",
        "--user");
  }

  @Test
  void aLoginWhereNoneIsWanted() {
    CliRun run = CliRun.at(TestBrokers.bootstrap()).environment("KAFKA_PASSWORD", "x");
    told(run.run("topics", "--user", "bob"), ExitCode.REFUSED, "wants no login");
  }

  @Test
  void aWrongPasswordIsNotShown() {
    CliRun run =
        CliRun.at(TestBrokers.bootstrap(TestBrokers.SASL))
            .environment("KAFKA_PASSWORD", "not-the-one");
    told(run.run("topics", "--user", "bob"), ExitCode.REFUSED, "authentication", "SCRAM-SHA-512");
    assertThat(run.err()).doesNotContain("not-the-one");
  }

  @Test
  void aMechanismThatTheBrokerDoesNotOffer() {
    CliRun run =
        CliRun.at(TestBrokers.bootstrap(TestBrokers.SASL)).environment("KAFKA_PASSWORD", "x");
    told(
        run.run("topics", "--user", "bob", "--mechanism", "SCRAM-SHA-256"),
        ExitCode.REFUSED,
        "does not offer the mechanism SCRAM-SHA-256",
        "SCRAM-SHA-512");
  }

  @Test
  void passwordsComeFromTheEnvironmentOrAFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), TestBrokers.PASSWORD + "\n");
    String bootstrap = TestBrokers.bootstrap(TestBrokers.SASL);
    CliRun ofFile = topics(bootstrap, "--user", "bob", "--password", "file:" + file);
    assertThat(ofFile.code()).as("%s", ofFile).isEqualTo(ExitCode.OK);
    CliRun ofVariable =
        CliRun.at(bootstrap)
            .environment("MINE", TestBrokers.PASSWORD)
            .run("topics", "-u", "bob", "--password", "env:MINE");
    assertThat(ofVariable.code()).as("%s", ofVariable).isEqualTo(ExitCode.OK);
    CliRun asArgument = topics(bootstrap, "--user", "bob", "--password", TestBrokers.PASSWORD);
    told(asArgument, ExitCode.USAGE, "does not take the password itself");
    assertThat(asArgument.err()).doesNotContain(TestBrokers.PASSWORD);
    told(topics(bootstrap, "--user", "bob"), ExitCode.USAGE, "no password for bob");
  }

  @Test
  void aConfigurationFileOfTheJavaClientIsUsedAsItIs(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("client.properties");
    Files.writeString(
        file,
        """
        bootstrap.servers=%s
        security.protocol=SASL_PLAINTEXT
        sasl.mechanism=PLAIN
        sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
          username="alice" password="alices-own-secret";
        key.deserializer=org.apache.kafka.common.serialization.StringDeserializer
        linger.ms=20
        """
            .formatted(TestBrokers.bootstrap(TestBrokers.SASL)));
    CliRun run = CliRun.at("").run("topics", "--config", file.toString());
    assertThat(run.code()).as("%s", run).isEqualTo(ExitCode.OK);
    Files.writeString(file, "lingr.ms=20\n");
    told(
        CliRun.at(TestBrokers.bootstrap()).run("topics", "--config", file.toString()),
        ExitCode.USAGE,
        "lingr.ms");
  }

  @Test
  void whatMayNotBeReadIsSaid() throws Exception {
    String topic = TestBrokers.topic(1);
    Vertx vertx = Vertx.vertx();
    try {
      KafkaAdmin admin =
          KafkaAdmin.create(
              vertx, new KafkaAdminOptions().setBootstrapServers(TestBrokers.bootstrap()));
      admin
          .createAcls(
              List.of(AclBinding.deny("User:bob", AclOperation.ALL, AclResourceType.TOPIC, topic)))
          .compose(results -> results.all())
          .await(60, TimeUnit.SECONDS);
      // The broker learns of it a moment after its controller.
      AclFilter bobs = AclFilter.any().principal("User:bob");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (admin.describeAcls(bobs).await(60, TimeUnit.SECONDS).isEmpty()) {
        assertThat(System.nanoTime()).as("the rule is known").isLessThan(end);
        Thread.sleep(20);
      }
    } finally {
      vertx.close().await(60, TimeUnit.SECONDS);
    }
    CliRun bob =
        CliRun.at(TestBrokers.bootstrap(TestBrokers.SASL))
            .environment("KAFKA_PASSWORD", TestBrokers.PASSWORD);
    told(bob.run("consume", topic, "-u", "bob"), ExitCode.REFUSED, "you have no right", topic);
    CliRun writer =
        CliRun.at(TestBrokers.bootstrap(TestBrokers.SASL))
            .environment("KAFKA_PASSWORD", TestBrokers.PASSWORD)
            .input("x\n");
    told(writer.run("produce", topic, "-u", "bob"), ExitCode.REFUSED, "you have no right", topic);
  }

  @Test
  void aTopicThatDoesNotExistIsNotMade() {
    String topic = TestBrokers.topic(1);
    String typo = topic + "x";
    told(CliRun.at(TestBrokers.bootstrap()).run("consume", typo), ExitCode.FAILED, "no such topic");
    told(
        CliRun.at(TestBrokers.bootstrap()).input("x\n").run("produce", typo),
        ExitCode.FAILED,
        "no such topic",
        "Did you mean",
        "topics create " + typo);
    assertThat(topics(TestBrokers.bootstrap()).out()).contains(topic).doesNotContain(typo);
  }

  @Test
  void aTypingErrorIsAnsweredWithWhatWasPerhapsMeant() {
    told(
        CliRun.at("x:1").run("topcs", "list"),
        ExitCode.USAGE,
        "'topcs' is no command. Did you mean: topics",
        "--help");
    told(CliRun.at("x:1").run("topics", "lst"), ExitCode.USAGE, "'lst' is no command");
    told(
        CliRun.at("x:1").run("-b", "y:1", "topics"),
        ExitCode.USAGE,
        "Unknown option: '-b'. Options come after the command: kafka-vertx COMMAND -b ...");
    told(CliRun.at("x:1").run("consume", "t", "--count", "-3"), ExitCode.USAGE, "--count must not");
    told(CliRun.at("x:1").run("consume"), ExitCode.USAGE, "TOPIC");
    told(CliRun.at("x:1").run("consume", "t", "--from", "sometime"), ExitCode.USAGE, "--from");
    told(
        CliRun.at("127.0.0.1:1").run("consume", "t", "-X", "fetchMinByte=1"),
        ExitCode.USAGE,
        "fetchMinByte");
  }

  @Test
  void verboseShowsWhereItWentWrong() {
    CliRun run = topics("127.0.0.1:1", "-v");
    assertThat(run.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(run.err()).contains("nothing listens there", "\tat io.kafkavertx");
  }
}
