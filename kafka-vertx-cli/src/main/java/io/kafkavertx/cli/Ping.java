package io.kafkavertx.cli;

import io.kafkavertx.ApiVersions;
import io.kafkavertx.BootstrapAddress;
import io.kafkavertx.BrokerConnection;
import io.kafkavertx.BrokerRelease;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.KafkaException;
import io.kafkavertx.RequestOptions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.MetadataResponse;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** {@code ping} of one address. */
final class Ping {
  private final Session session;
  private final BootstrapAddress address;
  private final int count;
  private final boolean apis;
  private final Report report;

  Ping(Session session, BootstrapAddress address, int count, boolean apis) {
    this.session = session;
    this.address = address;
    this.count = count;
    this.apis = apis;
    report = new Report(session.terminal());
  }

  /** The exit code. */
  int run() {
    Finding found = new Probe(address, session.settings().timeout()).run();
    report.line(address.toString());
    if (!found.hosts().isEmpty()) {
      fact(
          "address",
          found.hosts().stream()
              .map(InetAddress::getHostAddress)
              .collect(Collectors.joining(", ")));
    }
    if (found.kind() == Finding.Kind.KAFKA) {
      fact("listener", found.protocol());
      if (found.tls() != null) {
        tls(found.tls());
      }
      if (found.wantsSasl()) {
        fact("SASL", String.join(", ", found.mechanisms()));
      }
    }
    report.print();
    KafkaClientOptions options = session.settings().client();
    BrokerConnection broker = BrokerConnection.create(session.vertx(), address, options);
    session.closing(broker::close);
    try {
      session.await(broker.connect());
      MetadataResponse metadata =
          session.await(broker.send(new MetadataRequest().setTopics(List.of()), within()));
      broker(broker, metadata);
      report.print();
      return ExitCode.OK;
    } catch (KafkaException e) {
      report.print();
      Diagnosis diagnosis = new Diagnosis(options, found, e);
      session
          .terminal()
          .err()
          .println(Wrapping.wrap("ping: " + diagnosis.text(), session.terminal().width()));
      if (Logs.wanted()) {
        e.printStackTrace(session.terminal().err());
      }
      return diagnosis.exitCode();
    }
  }

  private RequestOptions within() {
    return RequestOptions.defaults().timeout(session.settings().timeout());
  }

  private void fact(String name, String value) {
    report.line(String.format("  %-12s %s", name, value));
  }

  private void tls(TlsSession tls) {
    if (tls.protocol() != null) {
      fact("TLS", tls.protocol() + ", " + tls.cipherSuite());
    }
    if (tls.chain().isEmpty()) {
      return;
    }
    X509Certificate certificate = tls.chain().get(0);
    fact("certificate", certificate.getSubjectX500Principal().toString());
    List<String> names = Certificates.names(certificate);
    fact("  for", names.isEmpty() ? "(no names)" : String.join(", ", names));
    fact(
        "  signed by",
        Certificates.selfSigned(certificate)
            ? "itself"
            : certificate.getIssuerX500Principal().toString());
    fact("  expires", Certificates.expiry(certificate, Instant.now()));
  }

  private void broker(BrokerConnection broker, MetadataResponse metadata) {
    BrokerRelease release = session.await(broker.checkVersion());
    fact("broker", "Kafka " + release);
    if (!release.oddities().isEmpty()) {
      fact("  but", String.join("; ", release.oddities()));
    }
    fact("cluster", metadata.clusterId() == null ? "(tells no id)" : metadata.clusterId());
    ApiVersions versions = release.versions();
    fact("requests", versions.apis().size() + " kinds" + (apis ? "" : " (--apis lists them)"));
    latency(broker);
    Table nodes = new Table("NODE", "HOST", "PORT", "RACK", "");
    metadata.brokers().stream()
        .sorted(java.util.Comparator.comparing(MetadataResponse.MetadataResponseBroker::nodeId))
        .forEach(
            node ->
                nodes.row(
                    node.nodeId(),
                    node.host(),
                    String.valueOf(node.port()),
                    node.rack(),
                    node.nodeId() == metadata.controllerId() ? "controller" : ""));
    report.line("").table(nodes);
    if (apis) {
      report.line("").table(versions(versions));
    }
  }

  private void latency(BrokerConnection broker) {
    if (count == 0) {
      return;
    }
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      session.await(broker.send(new MetadataRequest().setTopics(List.of()), within()));
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    fact(
        "latency",
        count
            + " requests: least "
            + Figures.millis(nanos[0])
            + ", median "
            + Figures.millis(nanos[count / 2])
            + ", 95 % "
            + Figures.millis(nanos[(int) Math.ceil(count * 0.95) - 1])
            + ", most "
            + Figures.millis(nanos[count - 1]));
  }

  private static Table versions(ApiVersions versions) {
    Table table = new Table("REQUEST", "KEY", "FROM", "TO", "USED HERE");
    versions.apis().entrySet().stream()
        .sorted(java.util.Comparator.comparing(entry -> entry.getKey().id()))
        .forEach(
            entry -> {
              ApiKey api = entry.getKey();
              table.row(
                  api.name(),
                  api.id(),
                  entry.getValue().min(),
                  entry.getValue().max(),
                  versions.usable(api));
            });
    return table;
  }
}
