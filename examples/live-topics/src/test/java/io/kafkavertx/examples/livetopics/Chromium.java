package io.kafkavertx.examples.livetopics;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium driven by Playwright. What is missing is installed, each step within a bound;
 * where that cannot be, tests are skipped with the reason.
 *
 * <p>The browser is that of {@code -Dchromium=} or the environment's {@code CHROMIUM}, else one
 * found on the path, else Debian's package when this is root on Debian, else Playwright's download.
 * The driver comes from npm, by the lock file in {@code src/test/browser}.
 */
final class Chromium {
  private static final Path DRIVER = Path.of("target", "browser").toAbsolutePath();
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-dev-shm-usage");

  private Chromium() {}

  static Browser launch() {
    assumeTrue(runs(20, "node", "--version"), "no browser tests: there is no Node.js");
    assumeTrue(driver(), "no browser tests: npm could not install Playwright's driver");
    System.setProperty("playwright.cli.dir", DRIVER.toString());
    Path executable = executable();
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        "node",
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    try {
      BrowserType.LaunchOptions options = new BrowserType.LaunchOptions().setArgs(FLAGS);
      return playwright
          .chromium()
          .launch(executable == null ? options : options.setExecutablePath(executable));
    } catch (RuntimeException e) {
      playwright.close();
      assumeTrue(executable != null, "no browser tests: no Chromium, and none can be installed");
      throw e;
    }
  }

  /** Where npm puts axe-core, which looks for what keeps people out. */
  static Path modules() {
    return DRIVER.resolve("node_modules");
  }

  private static boolean driver() {
    Path from = Path.of("src", "test", "browser");
    Path installed = modules().resolve(".package-lock.json");
    try {
      Files.createDirectories(DRIVER);
      for (String file : List.of("package.json", "package-lock.json")) {
        Files.copy(from.resolve(file), DRIVER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      if (Files.notExists(installed)
          && !runs(120, npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund")) {
        return false;
      }
      Path link = DRIVER.resolve("package");
      if (Files.notExists(link)) {
        Files.createSymbolicLink(link, modules().resolve("playwright-core"));
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Null when there is none but perhaps Playwright's own. */
  private static Path executable() {
    Path found = search();
    if (found != null) {
      return found;
    }
    if (Files.exists(Path.of("/etc/debian_version"))
        && "root".equals(System.getProperty("user.name"))) {
      runs(60, "apt-get", "-qq", "update");
      runs(180, "apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium");
    } else {
      runs(
          120,
          "node",
          DRIVER.resolve("package").resolve("cli.js").toString(),
          "install",
          "chromium");
    }
    return search();
  }

  private static Path search() {
    String named = System.getProperty("chromium", System.getenv("CHROMIUM"));
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  private static String npm() {
    return System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
  }

  private static boolean runs(int seconds, String... command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      if (Files.isDirectory(DRIVER)) {
        builder.directory(DRIVER.toFile());
      }
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      Process process = builder.start();
      if (process.waitFor(seconds, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
