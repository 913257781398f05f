package io.kafkavertx.tests.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a line of Maven asks of this build: whether it is there. */
final class MavenLine {
  private static final Set<String> FLAGS = Set.of("-B", "-ntp", "-q", "-am", "-o");
  private static final Set<String> PHASES =
      Set.of("clean", "compile", "process-classes", "test", "package", "verify", "install");

  /** Properties of Maven and its plug-ins. */
  private static final Set<String> OF_MAVEN =
      Set.of("skipTests", "maven.test.skip", "surefire.failIfNoSpecifiedTests");

  private final StringBuilder poms = new StringBuilder();
  private final StringBuilder sources = new StringBuilder();
  private final Map<Path, String> tests = new LinkedHashMap<>();

  MavenLine() throws IOException {
    for (Path file : Pages.files()) {
      take(file);
    }
  }

  private void take(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.equals("pom.xml")) {
      poms.append(Files.readString(file));
    } else if (name.endsWith(".java") || name.endsWith(".kt")) {
      String text = Files.readString(file);
      sources.append(text);
      if (file.toString().contains("src/test")) {
        tests.put(file, text);
      }
    }
  }

  static boolean isOne(String line) {
    return line.matches("([A-Z_]+=\\S+ )?mvn .*");
  }

  /**
   * What is wrong with it.
   *
   * @param page where it stands; a POM on the page counts too
   */
  List<String> problems(String line, Path page) {
    List<String> words = List.of(line.replaceFirst("^.*?mvn ", "").replace("'", "").split(" ", -1));
    List<String> modules = List.of();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("-pl")) {
        modules = List.of(words.get(++i).split(",", -1));
        modules.stream().filter(each -> !isModule(each)).forEach(m -> wrong.add("no module " + m));
      } else if (word.startsWith("-P")) {
        String profile = word.substring(2);
        require(poms.indexOf("<id>" + profile + "</id>") >= 0, "no profile " + profile, wrong);
      } else if (word.startsWith("-Dtest=")) {
        for (String test : word.substring("-Dtest=".length()).split(",", -1)) {
          require(isTest(test, modules), "no test " + test, wrong);
        }
      } else if (word.startsWith("-D")) {
        String[] property = word.substring(2).split("=", 2);
        require(isRead(property, page), "nobody reads -D" + property[0], wrong);
      } else if (!FLAGS.contains(word)) {
        require(PHASES.contains(word) || isGoal(word, page), "no phase or goal " + word, wrong);
      }
    }
    return wrong;
  }

  private static void require(boolean condition, String otherwise, List<String> wrong) {
    if (!condition) {
      wrong.add(otherwise);
    }
  }

  private boolean isModule(String path) {
    return Files.exists(Pages.ROOT.resolve(path).resolve("pom.xml"))
        && poms.indexOf("<module>" + path + "</module>") >= 0;
  }

  /** Whether {@code Class}, {@code *Class} or {@code Class#method} is in one of the modules. */
  private boolean isTest(String test, List<String> modules) {
    String[] parts = test.split("#", 2);
    String file = parts[0].replace("*", ".*") + "\\.(java|kt)";
    return tests.entrySet().stream()
        .filter(each -> each.getKey().getFileName().toString().matches(file))
        .filter(each -> parts.length == 1 || each.getValue().contains("void " + parts[1] + "("))
        .anyMatch(each -> modules.isEmpty() || modules.stream().anyMatch(m -> isIn(each, m)));
  }

  private static boolean isIn(Map.Entry<Path, String> test, String module) {
    return test.getKey().startsWith(Pages.ROOT.resolve(module).resolve("src"));
  }

  private boolean isRead(String[] property, Path page) {
    String name = property[0];
    if (name.equals("exec.mainClass")) {
      return PageFiles.of(page)
          .containsKey("src/main/java/" + property[1].replace('.', '/') + ".java");
    }
    return OF_MAVEN.contains(name)
        || poms.indexOf("${" + name + "}") >= 0
        || poms.indexOf("<name>!" + name + "</name>") >= 0
        || sources.indexOf("\"" + name + "\"") >= 0;
  }

  /**
   * {@code exec:java} or {@code group:artifact:goal}, of a plug-in of this build or of the page.
   */
  private boolean isGoal(String word, Path page) {
    String[] parts = word.split(":", -1);
    if (parts.length < 2) {
      return false;
    }
    String artifact = parts.length == 2 ? parts[0] + "-maven-plugin" : parts[1];
    String element = "<artifactId>" + artifact + "</artifactId>";
    return poms.indexOf(element) >= 0
        || PageFiles.of(page).getOrDefault("pom.xml", "").contains(element);
  }
}
