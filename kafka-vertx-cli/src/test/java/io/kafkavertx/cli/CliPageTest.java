package io.kafkavertx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The lines of docs/cli.md, and the examples of the help, as they stand; only the address of the
 * broker and the directory of files are others.
 */
@Timeout(120)
final class CliPageTest {
  private static final Path PAGE = Path.of("..", "docs", "cli.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[a-zA-Z][\\w-]*");

  /** The line that a reader types before the others work. */
  private static final String CREATE = "bin/kafka-vertx topics create orders --partitions 3";

  @TempDir private static Path directory;

  @BeforeAll
  static void prepare() throws IOException {
    assertThat(Files.readString(PAGE)).contains("`" + CREATE + "`");
    type(CREATE);
    for (String topic : List.of("payments", "orders-copy", "greetings")) {
      type("kafka-vertx topics create " + topic + " -p 3");
    }
    for (int partition = 0; partition < 3; partition++) {
      type("seq 1 3 | kafka-vertx produce orders --key k1 --partition " + partition);
    }
    type("kafka-vertx consume orders --group billing");
    Files.writeString(directory.resolve("orders.csv"), "k1,v1\nk2,v2\n");
    Files.writeString(directory.resolve("orders.txt"), "v1\nv2\n");
  }

  @Test
  void everyLineOfThePageWorksAndPrintsWhatThePageShows() throws IOException {
    List<String> outputs = new ArrayList<>();
    List<List<String>> shown = new ArrayList<>();
    for (Block block : blocks()) {
      if (block.language.equals("text")) {
        shown.add(block.lines);
      } else if (!block.lines.get(0).startsWith("mvn ")) {
        for (String line : block.lines) {
          outputs.add(withoutValues(type(line)));
        }
      }
    }
    assertThat(outputs).hasSizeGreaterThan(12);
    assertThat(shown).hasSize(3);
    for (List<String> output : shown.subList(0, 2)) {
      assertThat(outputs).contains(withoutValues(String.join("\n", output)));
    }
  }

  @Test
  void theErrorsOfThePageAreThoseThatUsersGet() throws IOException {
    String authority = TestBrokers.authority().toString();
    String told =
        CliRun.at(TestBrokers.bootstrap(TestBrokers.TLS)).run("topics").err()
            + CliRun.at(TestBrokers.bootstrap(TestBrokers.SASL)).run("topics").err()
            + CliRun.at(TestBrokers.bootstrap(TestBrokers.EXPIRED))
                .run("topics", "--ca", authority)
                .err();
    List<Block> texts = blocks().stream().filter(each -> each.language.equals("text")).toList();
    assertThat(withoutValues(told)).isEqualTo(withoutValues(String.join("\n", texts.get(2).lines)));
  }

  @Test
  void everyExampleOfTheHelpWorks() {
    List<String> examples = new ArrayList<>();
    for (CommandLine command : commands()) {
      for (String line : command.getCommandSpec().usageMessage().footer()) {
        if (line.contains("kafka-vertx ")) {
          examples.add(line.strip().replace("%%", "%"));
        }
      }
    }
    assertThat(examples).hasSizeGreaterThan(10);
    examples.forEach(CliPageTest::type);
  }

  @Test
  void everyOptionThatThePageSpeaksOfIsThere() throws IOException {
    Set<String> options =
        commands().stream()
            .flatMap(command -> command.getCommandSpec().optionsMap().keySet().stream())
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher code = CODE.matcher(line);
      while (code.find()) {
        Matcher option = OPTION.matcher(code.group(1));
        while (option.find()) {
          missing.add(option.group().replaceAll("^-v+$", "-v"));
        }
      }
    }
    assertThat(missing).hasSizeGreaterThan(20);
    missing.removeAll(options);
    assertThat(missing).isEmpty();
  }

  /** What {@code topics} prints, or its like, with other numbers, hosts, names and dates. */
  private static String withoutValues(String text) {
    return text.strip()
        .replaceAll("CN=[\\w-]+", "CN=#")
        .replaceAll("(cluster +)\\S+", "$1#")
        .replaceAll("localhost|\\d([\\d.:,-]*\\d)?", "#")
        .replaceAll("#:#", "#")
        .replaceAll(" +", " ")
        .replaceAll(" (?=\n)", "");
  }

  /** Types a line into a shell, and says what comes out of it; every command must succeed. */
  private static String type(String line) {
    String text = "";
    for (List<String> words : ShellLine.of(line).commands()) {
      text = run(words, text);
    }
    return text;
  }

  private static String run(List<String> words, String input) {
    String[] args = words.stream().skip(1).map(CliPageTest::placed).toArray(String[]::new);
    return switch (words.get(0)) {
      case "bin/kafka-vertx", "kafka-vertx" ->
          words.contains("--follow") ? followed(args) : kafkaVertx(input, args);
      case "seq" ->
          IntStream.rangeClosed(Integer.parseInt(args[0]), Integer.parseInt(args[1]))
              .mapToObj(i -> i + "\n")
              .collect(Collectors.joining());
      case "echo" -> String.join(" ", args) + "\n";
      case "jq" -> {
        String field = args[0].substring(1);
        assertThat(input.lines()).allMatch(line -> new JsonObject(line).containsKey(field));
        yield input;
      }
      default -> throw new AssertionError("who runs " + words + "?");
    };
  }

  private static String placed(String word) {
    Path file = directory.resolve(word);
    return Files.exists(file)
        ? file.toString()
        : word.replace("localhost:9092", TestBrokers.bootstrap());
  }

  private static String kafkaVertx(String input, String... args) {
    CliRun run = CliRun.at(TestBrokers.bootstrap()).input(input).run(args);
    assertThat(run.code()).as("%s: %s", List.of(args), run).isEqualTo(ExitCode.OK);
    return run.out();
  }

  /** Until something new has come, then Ctrl-C. */
  private static String followed(String... args) {
    CliRun run = CliRun.at(TestBrokers.bootstrap()).start(args);
    while (!run.out().contains("new")) {
      assertThat(run.isRunning()).as("%s: %s", List.of(args), run).isTrue();
      type("echo new | kafka-vertx produce orders");
    }
    assertThat(run.interrupt().ended().code()).as("%s: %s", List.of(args), run).isEqualTo(130);
    return run.out();
  }

  private static List<CommandLine> commands() {
    Terminal none =
        new Terminal(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Map.of(),
            false,
            false,
            false);
    List<CommandLine> commands =
        new ArrayList<>(List.of(new CommandLine(new RootCommand(), new Commands(none))));
    for (int i = 0; i < commands.size(); i++) {
      commands.addAll(commands.get(i).getSubcommands().values());
    }
    return commands;
  }

  private record Block(String language, List<String> lines) {}

  private static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(PAGE);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        int first = i + 1;
        i = first + lines.subList(first, lines.size()).indexOf("```");
        blocks.add(new Block(lines.get(first - 1).substring(3), lines.subList(first, i)));
      }
    }
    return blocks;
  }
}
