package io.kafkavertx.examples.livetopics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The ways to a Chromium on a machine that has none, each step within a bound. */
final class Installers {
  private static final Path HERE = Path.of(".");
  private static final Duration PAUSE = Duration.ofHours(1);

  private final Tools tools;
  private final Driver driver;

  Installers(Tools tools, Driver driver) {
    this.tools = tools;
    this.driver = driver;
  }

  /**
   * @param packages whether packages of the system may be installed: for root on Debian
   */
  List<BrowserSearch.Installer> all(boolean packages) {
    List<BrowserSearch.Installer> all = new ArrayList<>();
    if (packages) {
      all.add(() -> unlessItFailedJustNow("debian", this::fromDebian));
    }
    all.add(() -> unlessItFailedJustNow("playwright", this::fromPlaywright));
    return all;
  }

  /** Who has no network need not wait for that to be found out in each test run. */
  private void unlessItFailedJustNow(String name, BrowserSearch.Installer installer)
      throws Unavailable {
    Path failure = driver.directory().resolve("failed-" + name + ".txt");
    try {
      if (Files.exists(failure)) {
        Instant again = Files.getLastModifiedTime(failure).toInstant().plus(PAUSE);
        if (again.isAfter(Instant.now())) {
          throw new Unavailable(
              Files.readString(failure) + " (Delete " + failure + " to try again within the hour)");
        }
        Files.delete(failure);
      }
      try {
        installer.install();
      } catch (Unavailable e) {
        Files.writeString(failure, e.getMessage());
        throw e;
      }
    } catch (IOException e) {
      throw new Unavailable("There is no knowing about " + failure + ": " + e);
    }
  }

  /**
   * Fetched first: what is killed then leaves no half of a package. Lists of packages that are out
   * of date may do, and one of many sources may be out of reach.
   */
  private void fromDebian() throws Unavailable {
    Path apt =
        tools.find("apt-get").orElseThrow(() -> new Unavailable("There is no apt-get on the PATH"));
    String stale = "";
    try {
      apt(60, apt, "update");
    } catch (Unavailable e) {
      stale = e.getMessage() + " | ";
    }
    try {
      apt(180, apt, "install", "-y", "--no-install-recommends", "--download-only", "chromium");
      apt(180, apt, "install", "-y", "--no-install-recommends", "--no-download", "chromium");
    } catch (Unavailable e) {
      throw new Unavailable(stale + e.getMessage());
    }
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
