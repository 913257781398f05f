package io.kafkavertx.examples.node;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the tests need of a machine: Node.js, npm, and a network or npm's cache. */
final class NodeSetUp {
  /** As package.json says. */
  private static final int OLDEST = 18;

  private static final String REMEDY =
      "Install Node.js "
          + OLDEST
          + " or newer with npm (nodejs.org, or the packages nodejs and npm) and put it on the PATH";

  /** A package.json and a lock file that do not fit: for us to mend, not for who runs the test. */
  private static final Pattern OUR_FAULT = Pattern.compile("\\b(EUSAGE|EJSONPARSE|EINTEGRITY)\\b");

  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.\\S+");

  private final String path;

  NodeSetUp(String path) {
    this.path = path;
  }

  /**
   * Installs the packages of a lock file.
   *
   * @return what the machine lacks, and the remedy; empty when all is there
   */
  Optional<String> install(Path directory) throws IOException, InterruptedException {
    Optional<Path> node = find("node");
    if (node.isEmpty()) {
      return Optional.of("there is no Node.js on the PATH. " + REMEDY);
    }
    Optional<String> version = output(Path.of("."), node.get(), "--version");
    Matcher number = VERSION.matcher(version.orElse(""));
    if (!number.matches() || Integer.parseInt(number.group(1)) < OLDEST) {
      return Optional.of(
          node.get() + " says it is \"" + version.orElse("nothing") + "\". " + REMEDY);
    }
    Optional<Path> npm = find("npm");
    return npm.isEmpty()
        ? Optional.of("there is no npm on the PATH. " + REMEDY)
        : packages(npm.get(), directory);
  }

  /** What an interrupted run has left is replaced: {@code npm ci} starts from nothing. */
  private Optional<String> packages(Path npm, Path directory)
      throws IOException, InterruptedException {
    try (NodeProcess process =
        start(
            directory,
            npm,
            "ci",
            "--no-audit",
            "--no-fund",
            "--no-update-notifier",
            "--loglevel=error",
            "--prefer-offline",
            "--fetch-retries=1",
            "--fetch-retry-mintimeout=1000",
            "--fetch-retry-maxtimeout=5000",
            "--fetch-timeout=20000")) {
      Optional<String> output = process.outputWithin(120);
      if (output.isPresent() && process.exitStatus() == 0) {
        return Optional.empty();
      }
      if (OUR_FAULT.matcher(output.orElse("")).find()) {
        throw new AssertionError("the lock file does not fit: " + output.get());
      }
      return Optional.of(
          "npm could not fetch the packages, which it needs a network for once:\n"
              + output.orElse("no end after 120 s"));
    }
  }

  private Optional<String> output(Path directory, Path program, String argument)
      throws InterruptedException {
    try (NodeProcess process = start(directory, program, argument)) {
      return process.outputWithin(30);
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }

  private NodeProcess start(Path directory, Path program, String... arguments) throws IOException {
    return NodeProcess.start(
        directory,
        Map.of("PATH", path),
        Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toArray(String[]::new));
  }

  private Optional<Path> find(String name) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(directory -> !directory.isBlank())
        .flatMap(
            directory ->
                List.of("", ".exe", ".cmd").stream()
                    .map(ending -> Path.of(directory, name + ending)))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
