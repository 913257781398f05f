package io.kafkavertx.cli;

import io.kafkavertx.ProducerOptions;
import io.kafkavertx.spi.Header;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code produce}. */
@Command(
    name = "produce",
    header = "Store each line of the input as a record.",
    description = {
      "",
      "A line that cannot be stored is named with its number, and the others are stored all the"
          + " same; the exit code is then 1. How many were stored is told at the end.",
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  echo hello | kafka-vertx produce greetings",
      "  kafka-vertx produce orders --file orders.csv --key-delimiter , -z zstd",
      "  kafka-vertx consume orders --json | kafka-vertx produce orders-copy --json",
    })
final class ProduceCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "TOPIC",
      arity = "0..1",
      description = "The topic. With --json it may be left out: then each record says its own.")
  private String topic;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Read this file. Default: the standard input.")
  private Path file;

  @Option(
      names = {"-k", "--key-delimiter"},
      paramLabel = "TEXT",
      description =
          "Lines are key, delimiter, value; \\t is a tab. The first one in a line counts.")
  private String delimiter;

  @Option(names = "--key", paramLabel = "TEXT", description = "The key of all records.")
  private String key;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "KEY=VALUE",
      description = "A header of all records; may be given several times.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = {"-p", "--partition"},
      paramLabel = "N",
      description = "All records to this partition. Default: by key, or evenly.")
  private Integer partition;

  @Option(
      names = {"-z", "--compression"},
      paramLabel = "CODEC",
      description = "gzip, snappy, lz4 or zstd. Default: none.")
  private String compression;

  @Option(
      names = "--acks",
      paramLabel = "WHO",
      description = "Who has to have stored a record: all, 1 (the leader) or 0. Default: all.")
  private String acks;

  @Option(
      names = "--json",
      description =
          "Lines are records as 'consume --json' prints them, with key, value, headers, timestamp"
              + " and partition.")
  private boolean json;

  @Option(
      names = "--repartition",
      description = "With --json: partitions by key, whatever the records say.")
  private boolean repartition;

  @Option(
      names = "--key-as",
      paramLabel = "FORM",
      description = "Keys are text, base64 or hex. Default: text.")
  private ByteForm keyForm = ByteForm.TEXT;

  @Option(names = "--value-as", paramLabel = "FORM", description = "Values, the same.")
  private ByteForm valueForm = ByteForm.TEXT;

  @Option(
      names = "--null",
      paramLabel = "TEXT",
      description = "The text that stands for a null key or value.")
  private String nothing;

  @Option(
      names = {"-q", "--quiet"},
      description = "Do not tell how many were stored.")
  private boolean quiet;

  @Mixin private ConnectionOptions connection;

  @Override
  public Integer call() throws IOException {
    LineReader reader = reader();
    try (Session session = connection.open();
        InputStream in = open(session)) {
      if (topic == null) {
        Reachability.check(session);
      }
      ProducerOptions options = session.settings().producer();
      if (acks != null) {
        options.setAcks(acks);
      }
      if (compression != null) {
        options.setCompression(compression);
      }
      long size = file == null ? 0 : Files.size(file);
      return new Writing(session, options, reader, topic, size, quiet).run(new Lines(in));
    }
  }

  private InputStream open(Session session) throws IOException {
    if (file == null) {
      return session.terminal().in();
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw CliException.usage("the file " + file + " does not exist or cannot be read.");
    }
    return Files.newInputStream(file);
  }

  private LineReader reader() {
    if (json) {
      if (delimiter != null || key != null || partition != null || !headers.isEmpty()) {
        throw CliException.usage(
            "with --json, key, partition and headers are in the lines: leave out --key-delimiter,"
                + " --key, --partition and --header.");
      }
      return new JsonRecords(topic, repartition);
    }
    if (topic == null) {
      throw CliException.usage("which topic? Name one.");
    }
    if (key != null && delimiter != null) {
      throw CliException.usage("--key and --key-delimiter: choose one.");
    }
    return new TextRecords(
        topic,
        partition,
        delimiter == null ? null : nonEmpty(Escapes.bytes(delimiter)),
        key == null ? null : keyForm.parse(key),
        headers.stream().map(ProduceCommand::header).toList(),
        keyForm,
        valueForm,
        nothing);
  }

  private static byte[] nonEmpty(byte[] bytes) {
    if (bytes.length == 0) {
      throw CliException.usage("--key-delimiter is empty.");
    }
    return bytes;
  }

  private static Header header(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw CliException.usage("--header is '" + text + "'; it should be KEY=VALUE.");
    }
    return new Header(
        text.substring(0, equals), text.substring(equals + 1).getBytes(StandardCharsets.UTF_8));
  }
}
