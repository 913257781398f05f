package io.kafkavertx.examples.livetopics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The ways to a Chromium on a machine that has none, each step within a bound. */
final class Installers {
  private static final Path HERE = Path.of(".");

  private final Tools tools;
  private final Driver driver;

  Installers(Tools tools, Driver driver) {
    this.tools = tools;
    this.driver = driver;
  }

  /**
   * @param packages whether packages of the system may be installed: for root on Debian
   */
  List<Installation> all(boolean packages) {
    Installation debian = remembering(this::fromDebian, "debian");
    Installation playwright = remembering(this::fromPlaywright, "playwright");
    return packages ? List.of(debian, playwright) : List.of(playwright);
  }

  private Installation remembering(Installation installation, String name) {
    return installation.unlessItFailedJustNow(
        driver.directory().resolve("failed-" + name + ".txt"));
  }

  /** Fetched first: what is killed then leaves no half of a package. */
  private void fromDebian() throws Unavailable {
    Path apt =
        tools.find("apt-get").orElseThrow(() -> new Unavailable("There is no apt-get on the PATH"));
    apt(60, apt, "update");
    apt(180, apt, "install", "-y", "--no-install-recommends", "--download-only", "chromium");
    apt(180, apt, "install", "-y", "--no-install-recommends", "--no-download", "chromium");
  }

  private void apt(int seconds, Path apt, String... command) throws Unavailable {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-qq",
                "-o=Acquire::Retries=0",
                "-o=Acquire::http::Timeout=10",
                "-o=Acquire::https::Timeout=10"));
    arguments.addAll(List.of(command));
    tools.run(HERE, Duration.ofSeconds(seconds), apt, arguments.toArray(String[]::new));
  }

  private void fromPlaywright() throws Unavailable {
    driver.cli(Duration.ofSeconds(180), "install", "--only-shell", "chromium");
  }
}
