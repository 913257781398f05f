package io.kafkavertx.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.tests.support.CapturedLog;
import io.kafkavertx.tests.support.ChildProcess;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The project of docs/getting-started.md, from the page as it stands. */
class GettingStartedTest {
  private static final Path PAGE = Path.of("../docs/getting-started.md");

  /**
   * Numbers, addresses, punctuation, names of the page, levels of the log, and the system's own.
   */
  private static final Pattern VALUE =
      Pattern.compile("[\\d.:,;/()\\[\\]-]+|billing|orders|INFO|WARNING|Connection refused");

  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();

  @TempDir Path project;

  @Test
  @Tag("slow")
  void theProjectOfThePageRunsAndPrintsWhatThePageShows() throws Exception {
    List<String> files = new ArrayList<>();
    for (Map.Entry<String, String> file : PageFiles.of(PAGE).entrySet()) {
      Path path = project.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
      if (file.getKey().endsWith(".java")) {
        files.add(path.toString());
      }
    }
    assertThat(compile(files)).isZero();
    SharedBroker.createTopic("orders", 3);
    JsonObject config = new JsonObject().put("brokers", SharedBroker.bootstrapServers());
    URL[] classes = {project.resolve("classes").toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes);
        CapturedLog output = CapturedLog.ofOutput()) {
      Deployable main = (Deployable) loader.loadClass("orders.Main").getConstructor().newInstance();
      guarded
          .vertx()
          .deployVerticle(main, new DeploymentOptions().setConfig(config))
          .await(60, TimeUnit.SECONDS);
      output.await("billed order 3 of customer-3");
      output.await("acknowledged ", ", in flight 0, lag 0");
      for (String line : shownLines()) {
        assertThat(output.text().lines())
            .as("what is printed, without numbers like the page's '%s'", line)
            .anyMatch(printed -> withoutNumbers(printed).equals(withoutNumbers(line)));
      }
    }
  }

  @Test
  void thePomHasTheVersionsOfThisBuild() throws IOException {
    String pom = PageFiles.of(PAGE).get("pom.xml");
    String ours = Files.readString(Path.of("../pom.xml"));
    assertThat(first(pom, "<kafka-vertx.version>([^<]+)<"))
        .isEqualTo(first(ours, "<artifactId>kafka-vertx-parent</artifactId>\\s*<version>([^<]+)<"));
    for (String plugin : List.of("maven-compiler-plugin", "exec-maven-plugin")) {
      String version = "<artifactId>" + plugin + "</artifactId>\\s*<version>([^<]+)<";
      assertThat(first(pom, version)).isEqualTo(first(ours, version));
    }
  }

  private int compile(List<String> files) {
    List<String> arguments = new ArrayList<>(files);
    arguments.addAll(
        List.of(
            "-proc:none",
            "-d",
            project.resolve("classes").toString(),
            "-cp",
            ChildProcess.classPath()));
    return ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, arguments.toArray(String[]::new));
  }

  @Test
  void whatElseThePageShowsIsSaidByThePagesOwnProgramsOrByUs() throws IOException {
    StringBuilder said = new StringBuilder(TroubleshootingTest.sources());
    PageFiles.of(PAGE).values().forEach(said::append);
    List<String> parts =
        texts().stream()
            .filter(line -> !isOfTheProgram(line))
            .flatMap(line -> Stream.of(VALUE.split(line)))
            .map(String::strip)
            .filter(part -> part.length() > 4)
            .toList();
    assertThat(parts).contains("answers at", "cannot connect", "assigned");
    assertThat(parts).allSatisfy(part -> assertThat(said).contains(part));
  }

  /** What the page says that the programs print. */
  private static List<String> texts() {
    return Fence.of(PAGE).stream()
        .filter(fence -> fence.language().equals("text"))
        .flatMap(fence -> fence.lines().stream())
        .toList();
  }

  private static boolean isOfTheProgram(String line) {
    return line.matches("(stored order|billed order|acknowledged) .*");
  }

  /** What the page says that the application prints: all of it has the form of the first lines. */
  private static List<String> shownLines() {
    List<String> lines = texts().stream().filter(GettingStartedTest::isOfTheProgram).toList();
    assertThat(lines).hasSizeGreaterThan(10);
    return lines;
  }

  private static String withoutNumbers(String line) {
    return line.replaceAll("\\d+", "#");
  }

  private static String first(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }
}
