package io.kafkavertx.examples.livetopics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which browser the tests use: the one that is named, and no other; else the first that starts of
 * those on the path and Playwright's own; else one that is installed now.
 */
final class BrowserSearch {
  /** The first that knows {@code color-mix}, the newest of CSS in the page. */
  static final int OLDEST = 111;

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Pattern VERSION = Pattern.compile("(\\d+)(\\.\\d+){3}");
  private static final Path HERE = Path.of(".");

  private final Tools tools;
  private final Optional<Path> named;
  private final List<Installation> installations;
  private final List<String> problems = new ArrayList<>();

  /** Starts a browser, or says why it does not. */
  interface Starter<B> {
    /**
     * @param executable null for Playwright's own
     */
    B start(Path executable) throws Unavailable;
  }

  BrowserSearch(Tools tools, Optional<Path> named, List<Installation> installations) {
    this.tools = tools;
    this.named = named;
    this.installations = installations;
  }

  <B> B find(Starter<B> starter) throws Unavailable {
    if (named.isPresent()) {
      try {
        return start(named.get(), starter);
      } catch (Unavailable e) {
        throw new Unavailable("The Chromium that is named cannot be used. " + e.getMessage());
      }
    }
    Optional<B> browser = tryAll(starter);
    for (Installation installation : installations) {
      if (browser.isPresent()) {
        break;
      }
      try {
        installation.install();
        problems.clear();
        browser = tryAll(starter);
      } catch (Unavailable e) {
        problems.add(e.getMessage());
      }
    }
    return browser.orElseThrow(
        () ->
            new Unavailable(
                "No Chromium can be used. Install one, or name it with -Dchromium=/its/path.\n- "
                    + String.join("\n- ", problems)));
  }

  private <B> Optional<B> tryAll(Starter<B> starter) {
    List<Path> onPath = NAMES.stream().flatMap(name -> tools.find(name).stream()).toList();
    if (onPath.isEmpty()) {
      problems.add("The PATH has none of " + String.join(", ", NAMES));
    }
    for (Path executable : onPath) {
      try {
        return Optional.of(start(executable, starter));
      } catch (Unavailable e) {
        problems.add(e.getMessage());
      }
    }
    try {
      return Optional.of(starter.start(null));
    } catch (Unavailable e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  private <B> B start(Path executable, Starter<B> starter) throws Unavailable {
    String version = tools.run(HERE, Duration.ofSeconds(30), executable, "--version");
    Matcher number = VERSION.matcher(version);
    if (!number.find() || Integer.parseInt(number.group(1)) < OLDEST) {
      throw new Unavailable(
          executable
              + " says it is \""
              + version
              + "\"; wanted is version "
              + OLDEST
              + " or newer");
    }
    return starter.start(executable);
  }
}
