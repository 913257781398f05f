package io.kafkavertx.examples.livetopics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the set-up of the browser tests does on machines that lack something. */
@DisabledOnOs(OS.WINDOWS)
class BrowserSetUpTest {
  private static final String NPM =
      """
      echo called >> ../npm.log
      mkdir -p node_modules/playwright-core node_modules/axe-core
      echo 'echo "Version 1.62.0"' > node_modules/playwright-core/cli.js
      touch node_modules/axe-core/axe.min.js
      """;
  private static final String CHROMIUM = "echo 'Chromium 156.0.8078.79 built on Debian'";

  @TempDir Path directory;
  private Path path;
  private Tools tools;

  @BeforeEach
  void anEmptyPath() throws IOException {
    path = Files.createDirectory(directory.resolve("bin"));
    tools = new Tools(path.toString(), Map.of());
    Path lockFiles = Files.createDirectory(directory.resolve("lock"));
    Files.writeString(lockFiles.resolve("package.json"), "{}");
    Files.writeString(lockFiles.resolve("package-lock.json"), "{\"version\": 1}");
  }

  @Test
  void withoutNodeTheReasonNamesItAndTheRemedy() {
    assertThatThrownBy(driver()::install)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("no Node.js on the PATH")
        .hasMessageContaining("Install Node.js 20 or newer");
  }

  @Test
  void aNodeThatIsTooOldOrBrokenIsNamedWithWhatItSays() throws IOException {
    program("node", "echo v16.20.2");
    assertThatThrownBy(driver()::install)
        .hasMessageContaining(path + "/node says it is \"v16.20.2\"")
        .hasMessageContaining("20 or newer");
    program("node", "echo 'libnode.so: cannot open shared object file' >&2; exit 127");
    assertThatThrownBy(driver()::install)
        .hasMessageContaining(path + "/node --version\" ended with status 127")
        .hasMessageContaining("libnode.so: cannot open shared object file");
  }

  @Test
  void withoutNpmTheReasonNamesItUnlessTheDriverIsThere() throws Exception {
    node();
    assertThatThrownBy(driver()::install).hasMessageContaining("no npm on the PATH");
    program("npm", NPM);
    driver().install();
    Files.delete(path.resolve("npm"));
    driver().install();
  }

  @Test
  void withoutANetworkTheReasonIsThatOfNpmAndItIsTriedAgainLater() throws Exception {
    node();
    program("npm", "echo 'npm error code ENOTFOUND'; echo 'npm error network'; exit 1");
    assertThatThrownBy(driver()::install)
        .hasMessageContaining("needs a network")
        .hasMessageContaining("ended with status 1: npm error code ENOTFOUND | npm error network");
    program("npm", NPM);
    assertThatThrownBy(driver()::install)
        .hasMessageContaining("npm error network")
        .hasMessageContaining("To try again within 10 minutes, delete " + failed("npm"));
    makeOld(failed("npm"));
    driver().install();
    assertThat(failed("npm")).doesNotExist();
  }

  @Test
  void theDriverIsFetchedOnceForEachLockFile() throws Exception {
    node();
    program("npm", NPM);
    driver().install();
    driver().install();
    assertThat(directory.resolve("npm.log")).hasContent("called");
    Files.writeString(directory.resolve("lock").resolve("package-lock.json"), "{\"version\": 2}");
    driver().install();
    assertThat(directory.resolve("npm.log")).hasContent("called\ncalled");
  }

  @Test
  void whatAnInterruptedRunHasLeftIsMadeWhole() throws Exception {
    node();
    program("npm", "mkdir -p node_modules/playwright-core; exit 137");
    assertThatThrownBy(driver()::install).hasMessageContaining("ended with status 137");
    makeOld(failed("npm"));
    program("npm", NPM);
    driver().install();

    Files.delete(directory.resolve("target/node_modules/playwright-core/cli.js"));
    driver().install();
    Files.delete(directory.resolve("target/node_modules/axe-core/axe.min.js"));
    driver().install();
    assertThat(directory.resolve("npm.log")).hasContent("called\ncalled\ncalled");
    assertThat(driver().modules().resolve("axe-core/axe.min.js")).exists();
  }

  @Test
  void aBrowserThatIsNamedIsTheOnlyOneTried() throws Exception {
    program("chromium", CHROMIUM);
    Path named = program("named", "exit 1");
    BrowserSearch search =
        new BrowserSearch(tools, Optional.of(named), List.of(() -> failNobodyMayInstall()));
    assertThatThrownBy(() -> search.find(executable -> executable))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("named --version\" ended with status 1");
    program("named", CHROMIUM);
    assertThat(search.<Path>find(executable -> executable)).isEqualTo(named);
  }

  @Test
  void theFirstBrowserThatStartsIsTaken() throws Exception {
    program("chromium", "echo 'error while loading shared libraries'; exit 127");
    program("chromium-browser", "echo 'Chromium 60.0.3112.113'");
    program("google-chrome", CHROMIUM);
    Path good = program("google-chrome-stable", CHROMIUM);
    Path started =
        search(() -> failNobodyMayInstall())
            .find(
                executable -> {
                  if (!executable.equals(good)) {
                    throw new Unavailable("crashed");
                  }
                  return executable;
                });
    assertThat(started).isEqualTo(good);
  }

  @Test
  void playwrightsOwnBrowserIsTakenBeforeOneIsInstalled() throws Exception {
    String started =
        search(() -> failNobodyMayInstall())
            .find(executable -> executable == null ? "own" : "other");
    assertThat(started).isEqualTo("own");
  }

  @Test
  void aBrowserIsInstalledWhereThereIsNoneOrItIsTooOld() throws Exception {
    program("chromium", "echo 'Chromium 60.0.3112.113'");
    Path started =
        search(
                () -> {
                  throw new Unavailable("no such package");
                },
                () -> install("chromium"))
            .find(this::unlessItIsPlaywrights);
    assertThat(started).isEqualTo(path.resolve("chromium"));
  }

  @Test
  void whereNoneCanBeInstalledTheReasonTellsAllThatWasTried() throws IOException {
    program("chromium", "echo 'Chromium 60.0.3112.113'");
    BrowserSearch search =
        search(
            () -> {
              throw new Unavailable("no such package");
            },
            () -> {
              throw new Unavailable("no such host");
            });
    assertThatThrownBy(() -> search.find(this::unlessItIsPlaywrights))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("name it with -Dchromium=")
        .hasMessageContaining("\"Chromium 60.0.3112.113\"; wanted is version 111 or newer")
        .hasMessageContaining("there is none of Playwright's")
        .hasMessageContaining("no such package")
        .hasMessageEndingWith("no such host");
  }

  @Test
  void aBrowserThatCouldNotBeInstalledIsNotTriedAgainAtOnce() throws Exception {
    node();
    program("npm", NPM);
    Driver driver = driver();
    driver.install();
    Files.writeString(
        directory.resolve("target/package/cli.js"), "echo \"$1\" >> ../cli.log; exit 1");
    BrowserSearch search =
        new BrowserSearch(tools, Optional.empty(), new Installers(tools, driver).all(false));
    for (int run = 0; run < 2; run++) {
      assertThatThrownBy(() -> search.find(this::unlessItIsPlaywrights))
          .hasMessageContaining("install --only-shell chromium\" ended with status 1");
    }
    assertThat(directory.resolve("cli.log")).hasContent("install");

    makeOld(failed("playwright"));
    assertThatThrownBy(() -> search.find(this::unlessItIsPlaywrights));
    assertThat(directory.resolve("cli.log")).hasContent("install\ninstall");
  }

  @Test
  void aProgramThatHangsIsKilledWithItsChildren() throws Exception {
    Path child = directory.resolve("child");
    Path hanging = program("hanging", "sleep 600 & echo $! > '" + child + "'; echo stuck; wait");
    assertThatThrownBy(() -> tools.run(directory, Duration.ofSeconds(2), hanging, "now"))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("hanging now\" did not end within 2 s: stuck");
    Optional<ProcessHandle> sleeping =
        ProcessHandle.of(Long.parseLong(Files.readString(child).strip()));
    if (sleeping.isPresent()) {
      sleeping.get().onExit().get(60, TimeUnit.SECONDS);
    }
  }

  private Path failed(String name) {
    return directory.resolve("target/failed-" + name + ".txt");
  }

  private static void makeOld(Path note) throws IOException {
    Files.setLastModifiedTime(note, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }

  private Driver driver() {
    return new Driver(tools, directory.resolve("lock"), directory.resolve("target"));
  }

  private BrowserSearch search(Installation... installations) {
    return new BrowserSearch(tools, Optional.empty(), List.of(installations));
  }

  private Path unlessItIsPlaywrights(Path executable) throws Unavailable {
    if (executable == null) {
      throw new Unavailable("there is none of Playwright's");
    }
    return executable;
  }

  private static void failNobodyMayInstall() {
    throw new AssertionError("nothing is to be installed");
  }

  private void install(String name) throws Unavailable {
    try {
      program(name, CHROMIUM);
    } catch (IOException e) {
      throw new Unavailable(e.toString());
    }
  }

  private void node() throws IOException {
    program("node", "if [ \"$1\" = --version ]; then echo v20.20.2; else sh \"$@\"; fi");
  }

  private Path program(String name, String script) throws IOException {
    Path file = path.resolve(name);
    Files.writeString(file, "#!/bin/sh\nPATH=/bin:/usr/bin\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
