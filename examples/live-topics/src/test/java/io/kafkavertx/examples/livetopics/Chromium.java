package io.kafkavertx.examples.livetopics;

import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
  private static final Path DRIVER = Path.of("target", "browser");
  private static final double LAUNCH_MS = 60_000;
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

  /** Why there is none, once that is known: it is not tried again for each test. */
  private static String missing;

  private Chromium() {}

  static Browser launch() {
    if (missing == null) {
      try {
        return find();
      } catch (Unavailable e) {
        missing = "The browser tests are skipped. " + e.getMessage();
        System.out.println(missing);
      }
    }
    return abort(missing);
  }

  /** Where npm puts axe-core, which looks for what keeps people out. */
  static Path modules() {
    return DRIVER.resolve("node_modules").toAbsolutePath();
  }

  private static Browser find() throws Unavailable {
    Tools tools = Tools.ofThisMachine();
    Driver driver = new Driver(tools, Path.of("src", "test", "browser"), DRIVER);
    driver.install();
    boolean packages =
        Files.exists(Path.of("/etc/debian_version"))
            && "root".equals(System.getProperty("user.name"));
    Optional<Path> named =
        Optional.ofNullable(System.getProperty("chromium", System.getenv("CHROMIUM")))
            .filter(path -> !path.isBlank())
            .map(Path::of);
    BrowserSearch search =
        new BrowserSearch(tools, named, new Installers(tools, driver).all(packages));
    Playwright playwright = playwright(driver);
    try {
      return search.find(executable -> launch(playwright, executable));
    } catch (Unavailable e) {
      playwright.close();
      throw e;
    }
  }

  private static Playwright playwright(Driver driver) throws Unavailable {
    System.setProperty("playwright.cli.dir", driver.directory().toString());
    try {
      return Playwright.create(
          new Playwright.CreateOptions()
              .setEnv(
                  Map.of(
                      "PLAYWRIGHT_NODEJS_PATH",
                      driver.node().toString(),
                      "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                      "1")));
    } catch (PlaywrightException e) {
      throw new Unavailable("Playwright's driver does not start: " + firstLines(e));
    }
  }

  private static Browser launch(Playwright playwright, Path executable) throws Unavailable {
    BrowserType.LaunchOptions options =
        new BrowserType.LaunchOptions().setArgs(FLAGS).setTimeout(LAUNCH_MS);
    if (executable != null) {
      options.setExecutablePath(executable);
    }
    try {
      Browser browser = playwright.chromium().launch(options);
      browser.newPage().close();
      return browser;
    } catch (PlaywrightException e) {
      throw new Unavailable(
          executable != null
              ? executable + " does not start: " + firstLines(e)
              : e.getMessage().contains("Executable doesn't exist")
                  ? "Playwright has not downloaded one"
                  : "The one that Playwright has downloaded does not start: " + firstLines(e));
    }
  }

  /** What Playwright says first, and what the browser said; without the call log and the frames. */
  private static String firstLines(PlaywrightException e) {
    List<String> lines = e.getMessage().lines().map(String::strip).toList();
    Stream<String> headline =
        lines.stream()
            .filter(line -> !line.equals("Error {"))
            .map(line -> line.replaceFirst("^message='", ""))
            .limit(1);
    Stream<String> said =
        lines.stream()
            .filter(line -> line.contains("[err]") || line.contains("process did exit"))
            .map(line -> line.replaceAll("^.*(\\[err\\]|\\[pid=\\d+\\]) *", ""))
            .distinct()
            .limit(3);
    return Stream.concat(headline, said).collect(Collectors.joining(" | "));
  }
}
