package io.kafkavertx.examples.livetopics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Playwright's driver, a program for Node.js, from npm: installed where it is missing, not whole,
 * or not of the version in the lock file.
 */
final class Driver {
  /** What playwright-core asks for in its package.json. */
  static final int OLDEST_NODE = 20;

  private static final String NODE_HINT =
      "Install Node.js "
          + OLDEST_NODE
          + " or newer with npm (nodejs.org, or the packages nodejs and npm) and put it on the PATH";
  private static final Pattern NODE_VERSION = Pattern.compile("v(\\d+)\\.\\S+");

  private final Tools tools;
  private final Path lockFiles;
  private final Path directory;
  private final Path installed;
  private Path node;

  /**
   * @param lockFiles where package.json and package-lock.json are
   * @param directory where to install
   */
  Driver(Tools tools, Path lockFiles, Path directory) {
    this.tools = tools;
    this.lockFiles = lockFiles.toAbsolutePath();
    this.directory = directory.toAbsolutePath();
    this.installed = this.directory.resolve("installed.json");
  }

  /** Makes sure that it is there and runs. */
  void install() throws Unavailable {
    node = findNode();
    if (!isWhole()) {
      Path npm =
          tools
              .find("npm")
              .orElseThrow(() -> new Unavailable("There is no npm on the PATH. " + NODE_HINT));
      Installation fetching = () -> fetch(npm);
      fetching.unlessItFailedJustNow(directory.resolve("failed-npm.txt")).install();
      cli(Duration.ofSeconds(60), "--version");
    }
  }

  private Path findNode() throws Unavailable {
    Optional<Path> found = tools.find("node");
    if (found.isEmpty()) {
      throw new Unavailable("There is no Node.js on the PATH. " + NODE_HINT);
    }
    String version = tools.run(Path.of("."), Duration.ofSeconds(30), found.get(), "--version");
    Matcher matcher = NODE_VERSION.matcher(version);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < OLDEST_NODE) {
      throw new Unavailable(found.get() + " says it is \"" + version + "\". " + NODE_HINT);
    }
    return found.get();
  }

  /** The lock file is kept when npm has finished, so what npm was killed at is not taken for it. */
  private boolean isWhole() {
    try {
      if (Files.notExists(installed) || Files.mismatch(lockFile(), installed) >= 0) {
        return false;
      }
      cli(Duration.ofSeconds(60), "--version");
      return Files.exists(modules().resolve("axe-core").resolve("axe.min.js"));
    } catch (IOException | Unavailable e) {
      return false;
    }
  }

  private void fetch(Path npm) throws Unavailable {
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(installed);
      for (String file : List.of("package.json", "package-lock.json")) {
        Files.copy(
            lockFiles.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      runNpm(npm);
      Path link = directory.resolve("package");
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, modules().resolve("playwright-core"));
      Files.copy(lockFile(), installed);
    } catch (IOException e) {
      throw new Unavailable("Playwright's driver cannot be put into " + directory + ": " + e);
    }
  }

  /** What npm has in its cache is not asked for again; without a network it gives up soon. */
  private void runNpm(Path npm) throws Unavailable {
    try {
      tools.run(
          directory,
          Duration.ofSeconds(60),
          npm,
          "ci",
          "--ignore-scripts",
          "--no-audit",
          "--no-fund",
          "--no-update-notifier",
          "--loglevel=error",
          "--prefer-offline",
          "--fetch-retries=1",
          "--fetch-retry-mintimeout=1000",
          "--fetch-retry-maxtimeout=5000",
          "--fetch-timeout=20000");
    } catch (Unavailable e) {
      throw new Unavailable(
          "npm could not fetch Playwright's driver, which it needs a network for once. "
              + e.getMessage());
    }
  }

  /** Runs a command of Playwright's own. */
  String cli(Duration deadline, String... arguments) throws Unavailable {
    String[] command = new String[arguments.length + 1];
    command[0] = directory.resolve("package").resolve("cli.js").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return tools.run(directory, deadline, node, command);
  }

  Path node() {
    return node;
  }

  Path directory() {
    return directory;
  }

  /** Where npm puts axe-core, which looks for what keeps people out. */
  Path modules() {
    return directory.resolve("node_modules");
  }

  private Path lockFile() {
    return lockFiles.resolve("package-lock.json");
  }
}
