package io.kafkavertx.cli;

import io.kafkavertx.ConsumerOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code consume}. */
@Command(
    name = "consume",
    header = "Print the records of topics.",
    description = {
      "",
      "Reads what there is when it starts, and ends; with --follow it goes on until Ctrl-C.",
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nParts of a format string:%n",
    footer = {
      "  %%t topic   %%p partition   %%o offset   %%k key     %%s or %%v value",
      "  %%T time in milliseconds    %%D time as 2026-11-22T10:00:00Z",
      "  %%h headers as a=1,b=2      %%K and %%S length of key and value, -1 for null",
      "  %%%% a percent sign, \\n \\r \\t \\0 \\\\ and \\xNN as usual",
      "",
      "Examples:",
      "  kafka-vertx consume orders --from -10",
      "  kafka-vertx consume orders --from @-1h --format '%%D %%p:%%o %%k = %%s\\n'",
      "  kafka-vertx consume orders --json | jq .value",
      "  kafka-vertx consume orders --json | kafka-vertx produce orders-copy --json",
    })
final class ConsumeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "Topics.")
  private List<String> topics;

  @Option(
      names = "--from",
      paramLabel = "WHERE",
      description = {
        "beginning, end, an offset, -10 (the last ten of each partition),",
        "@2026-11-22T10:00:00Z, @2026-11-22 or @-1h (records since then).",
        "Default: beginning; with --follow: end."
      })
  private String from;

  @Option(
      names = "--to",
      paramLabel = "WHERE",
      description =
          "The same: where to end, this place not included. Default: the end as it is now.")
  private String to;

  @Option(
      names = {"-f", "--follow"},
      description = "Do not end: wait for new records.")
  private boolean follow;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "End after so many records.")
  private long count = Long.MAX_VALUE;

  @Option(
      names = {"-p", "--partitions"},
      paramLabel = "LIST",
      description = "Only these, such as 0,2-5.")
  private String partitions;

  @Option(
      names = {"-g", "--group"},
      paramLabel = "GROUP",
      description =
          "Read as a member of this group: from what it has committed, else from --from; what was"
              + " printed is committed.")
  private String group;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "What to print of a record, see below. Default: the value and a line feed.")
  private String format;

  @Option(names = "--json", description = "Print each record as a line of JSON.")
  private boolean json;

  @Option(
      names = "--key-as",
      paramLabel = "FORM",
      description =
          "Print keys as text (the bytes as they are), base64, hex or json. Default: text.")
  private ByteForm keyForm = ByteForm.TEXT;

  @Option(names = "--value-as", paramLabel = "FORM", description = "Values, the same.")
  private ByteForm valueForm = ByteForm.TEXT;

  @Option(
      names = "--null",
      paramLabel = "TEXT",
      description = "What a null key or value looks like. Default: nothing.")
  private String nothing = "";

  @Option(names = "--uncommitted", description = "Records of open and aborted transactions, too.")
  private boolean uncommitted;

  @Mixin private ConnectionOptions connection;

  @Override
  public Integer call() {
    Instant now = Instant.now();
    Position start =
        from == null
            ? follow && group == null ? Position.FINISH : Position.START
            : Position.parse(from, "--from", now);
    Position finish = to == null ? null : Position.parse(to, "--to", now);
    Set<Integer> chosen = partitions == null ? null : PartitionNumbers.parse(partitions);
    check(start);
    RecordPrinter printer = printer();
    try (Session session = connection.open()) {
      ConsumerOptions options =
          session
              .settings()
              .consumer()
              .setEnableAutoCommit(false)
              .setAllowAutoCreateTopics(false)
              .setIsolationLevel(
                  uncommitted
                      ? ConsumerOptions.IsolationLevel.READ_UNCOMMITTED
                      : ConsumerOptions.IsolationLevel.READ_COMMITTED);
      ReadPlan plan =
          new ReadPlan(new ArrayList<>(topics), chosen, start, finish, follow, count, group);
      return new Reading(session, options, plan, printer).run();
    }
  }

  private void check(Position start) {
    if (json && format != null) {
      throw CliException.usage("--json and --format: choose one.");
    }
    if (follow && to != null) {
      throw CliException.usage("--follow and --to: choose one.");
    }
    if (count < 0) {
      throw CliException.usage("--count must not be less than 0.");
    }
    if (group == null) {
      return;
    }
    if (partitions != null || to != null) {
      throw CliException.usage(
          "a member of a group reads what the group gives it: --partitions and --to do not go with"
              + " --group.");
    }
    if (start.kind() != Position.Kind.BEGINNING && start.kind() != Position.Kind.END) {
      throw CliException.usage(
          "with --group, --from can be beginning or end, and counts where the group has committed"
              + " nothing; 'kafka-vertx groups reset' moves a group.");
    }
  }

  private RecordPrinter printer() {
    if (json) {
      return new JsonLines(keyForm, valueForm);
    }
    return FormatString.parse(format == null ? "%s\\n" : format, keyForm, valueForm, nothing);
  }
}
