package io.kafkavertx.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/**
 * The XML in the guides is parts of POMs, with artifacts that exist in the versions of this build.
 */
class PomSnippetsTest {
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");
  private static final String OURS = "io.kafkavertx";

  @Test
  void everyArtifactIsThereInTheVersionOfThisBuild() throws Exception {
    Document build = parse(Files.readString(Pages.ROOT.resolve("pom.xml")));
    Map<String, String> versions = versions(build);
    List<String> wrong = new ArrayList<>();
    int artifacts = 0;
    for (Path page : Pages.all()) {
      for (Fence fence : Fence.of(page)) {
        if (fence.language().equals("xml")) {
          for (Artifact artifact : artifacts(parse(String.join("\n", fence.lines())))) {
            artifacts++;
            String problem = problem(artifact, versions);
            if (problem != null) {
              wrong.add(fence + ": " + artifact + problem);
            }
          }
        }
      }
    }
    assertThat(artifacts).isGreaterThan(10);
    assertThat(wrong).isEmpty();
  }

  @Test
  void anotherVersionAndAnUnknownArtifactAreNoticed() throws Exception {
    Map<String, String> versions = versions(parse(Files.readString(Pages.ROOT.resolve("pom.xml"))));
    assertThat(problem(new Artifact("io.vertx", "vertx-web", "4.0.0"), versions)).isNotNull();
    assertThat(problem(new Artifact("acme", "anvil", "1"), versions)).isNotNull();
    String ours = versions.get("kafka-vertx-core");
    assertThat(problem(new Artifact(OURS, "kafka-vertx-core", ours), versions)).isNull();
    assertThat(problem(new Artifact(OURS, "kafka-vertx-corr", ours), versions)).isNotNull();
  }

  private record Artifact(String group, String name, String version) {}

  private static String problem(Artifact artifact, Map<String, String> versions) {
    if (artifact.group.equals(OURS) && !Files.isDirectory(Pages.ROOT.resolve(artifact.name))) {
      return ": there is no such module";
    }
    String version = versions.get(artifact.name);
    for (String group = artifact.group; version == null && !group.isEmpty(); ) {
      // A list of versions, junit-bom say, is for the groups below its own too.
      version = versions.get(group);
      group = group.substring(0, Math.max(0, group.lastIndexOf('.')));
    }
    if (version == null) {
      return ": not in the POM of this build";
    }
    return version.equals(artifact.version) ? null : ": the POM of this build has " + version;
  }

  /** By the artifact's name, and by the group for those of whom it has one in all. */
  private static Map<String, String> versions(Document build) {
    Map<String, String> versions = new HashMap<>();
    for (Artifact artifact : artifacts(build)) {
      versions.put(artifact.name, artifact.version);
      versions.merge(
          artifact.group, artifact.version, (one, two) -> one.equals(two) ? one : "several");
    }
    return versions;
  }

  private static List<Artifact> artifacts(Document document) {
    Map<String, String> properties = properties(document);
    List<Artifact> artifacts = new ArrayList<>();
    for (String kind : List.of("dependency", "plugin")) {
      var elements = document.getElementsByTagName(kind);
      for (int i = 0; i < elements.getLength(); i++) {
        Element element = (Element) elements.item(i);
        String version = child(element, "version");
        if (version != null) {
          String group = child(element, "groupId");
          artifacts.add(
              new Artifact(
                  group == null ? "org.apache.maven.plugins" : group,
                  child(element, "artifactId"),
                  resolved(version, properties)));
        }
      }
    }
    return artifacts;
  }

  private static Map<String, String> properties(Document document) {
    Map<String, String> properties = new HashMap<>();
    Element root = document.getDocumentElement();
    properties.put("project.version", child(root, "version"));
    for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals("properties")) {
        for (Node each = node.getFirstChild(); each != null; each = each.getNextSibling()) {
          properties.put(each.getNodeName(), each.getTextContent().strip());
        }
      }
    }
    return properties;
  }

  private static String resolved(String text, Map<String, String> properties) {
    Matcher property = PROPERTY.matcher(text);
    return property.matches() ? properties.get(property.group(1)) : text;
  }

  private static String child(Element element, String name) {
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals(name)) {
        return node.getTextContent().strip();
      }
    }
    return null;
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
