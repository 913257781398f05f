package io.kafkavertx.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The lines that readers type into a shell. A line of Maven names modules, profiles, tests and
 * properties that exist; what the others do is run by the tests that are named here.
 */
class ShellLinesTest {
  /** Beginnings of lines, and the test that runs such lines. */
  private static final Map<String, String> RUN_ELSEWHERE =
      Map.of(
          "bin/kafka-vertx ", "CliPageTest",
          "seq 1 1000 | bin/kafka-vertx ", "CliPageTest",
          "echo hello | bin/kafka-vertx ", "CliPageTest",
          "java -jar kafka-vertx-cli/target/kafka-vertx-cli.jar ", "ScriptsTest",
          "bin/kafka-vertx-jshell", "ScriptsTest",
          "jshell --class-path kafka-vertx-cli/target/kafka-vertx-cli.jar ", "ScriptsTest",
          "java -cp 'libs/*' io.vertx.launcher.application.VertxApplication ",
              "VerticleLauncherTest",
          "mkdir -p src/main/java/orders", "GettingStartedTest",
          "mkdir -p tenant/", "PluginPageTest");

  private static final Pattern MAVEN_IN_TEXT = Pattern.compile("`((?:[A-Z_]+=\\S+ )?mvn [^`]+)`");

  private static MavenLine maven;

  @BeforeAll
  static void readTheBuild() throws IOException {
    maven = new MavenLine();
  }

  @Test
  void everyLineIsOneThatSomeTestKnows() throws IOException {
    List<String> wrong = new ArrayList<>();
    int lines = 0;
    for (Path page : Pages.all()) {
      for (Fence fence : Fence.of(page)) {
        for (int i = 0; i < fence.lines().size() && fence.language().equals("sh"); i++) {
          lines++;
          String line = fence.lines().get(i);
          String where = Pages.name(page) + ":" + (fence.line() + i) + ": ";
          if (MavenLine.isOne(line)) {
            maven.problems(line, page).forEach(problem -> wrong.add(where + problem));
          } else if (RUN_ELSEWHERE.keySet().stream().noneMatch(line::startsWith)) {
            wrong.add(where + "no test runs '" + line + "'");
          }
        }
      }
    }
    assertThat(lines).isGreaterThan(40);
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyLineOfMavenWithinTheTextIsRight() throws IOException {
    List<String> wrong = new ArrayList<>();
    int lines = 0;
    for (Path page : Pages.all()) {
      List<String> text = Snippet.read(page);
      for (int i = 0; i < text.size(); i++) {
        Matcher line = MAVEN_IN_TEXT.matcher(text.get(i));
        while (line.find()) {
          lines++;
          for (String problem : maven.problems(line.group(1), page)) {
            wrong.add(Pages.name(page) + ":" + (i + 1) + ": " + problem);
          }
        }
      }
    }
    assertThat(lines).isGreaterThan(5);
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatIsWrongWithALineIsNamed() {
    Path page = Pages.ROOT.resolve("README.md");
    assertThat(maven.problems("mvn -B -Pquickstart -pl examples -am test -Drecords=1", page))
        .isEmpty();
    assertThat(maven.problems("mvn -Pquickstrat -pl exmples tset -Dtest=NoTest -Drekords=1", page))
        .containsExactly(
            "no profile quickstrat",
            "no module exmples",
            "no phase or goal tset",
            "no test NoTest",
            "nobody reads -Drekords");
  }
}
