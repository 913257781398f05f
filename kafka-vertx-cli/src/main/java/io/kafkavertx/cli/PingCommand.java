package io.kafkavertx.cli;

import io.kafkavertx.BootstrapAddress;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ping}. */
@Command(
    name = "ping",
    header = "Find out what answers there.",
    description = {
      "",
      "Tells release, cluster and nodes, TLS and certificate, SASL mechanisms and latency; or what"
          + " stands in the way: no such name, nobody there, a TLS port, an HTTP server, a login.",
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    optionListHeading = "%nOptions:%n")
final class PingCommand implements Callable<Integer> {
  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "How many requests to measure the latency with. Default: 20.")
  private int count = 20;

  @Option(names = "--apis", description = "List the versions of all requests that it answers.")
  private boolean apis;

  @Mixin private ConnectionOptions connection;

  @Override
  public Integer call() {
    if (count < 0) {
      throw CliException.usage("--count must not be less than 0.");
    }
    try (Session session = connection.open()) {
      List<BootstrapAddress> addresses = session.settings().addresses();
      int code = ExitCode.OK;
      int shown = 0;
      for (BootstrapAddress address : addresses) {
        if (shown++ > 0) {
          new Report(session.terminal()).line("").print();
        }
        int one = new Ping(session, address, count, apis).run();
        code = code == ExitCode.OK ? one : code;
      }
      return code;
    }
  }
}
