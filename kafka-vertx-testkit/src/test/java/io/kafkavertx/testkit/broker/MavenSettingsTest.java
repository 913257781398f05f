package io.kafkavertx.testkit.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenSettingsTest {
  @TempDir Path directory;

  @Test
  void aMirrorOfTheUsersSettingsIsUsedInPlaceOfCentral() throws IOException {
    publish("thing", "1.0");
    List<String> progress = new ArrayList<>();

    List<Path> jars = MavenArtifacts.resolve(recipe("thing"), environment(""), progress::add);

    assertThat(jars)
        .containsExactly(directory.resolve("local/org/example/thing/1.0/thing-1.0.jar"));
    assertThat(progress).singleElement().asString().contains("thing-1.0.jar").contains("house");
  }

  @Test
  void nothingIsDownloadedOfflineAndTheErrorSaysWhereWasLooked() throws IOException {
    publish("thing", "1.0");

    assertThatThrownBy(
            () ->
                MavenArtifacts.resolve(
                    recipe("thing"), environment("<offline>true</offline>"), line -> {}))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("org.example:thing:jar:1.0")
        .hasMessageContaining(directory.resolve("local").toString())
        .hasMessageContaining("offline");
  }

  @Test
  void whatIsInTheLocalRepositoryNeedsNoNetwork() throws IOException {
    publish("thing", "1.0");
    MavenArtifacts.resolve(recipe("thing"), environment(""), line -> {});

    List<Path> jars =
        MavenArtifacts.resolve(recipe("thing"), environment("<offline>true</offline>"), line -> {});

    assertThat(jars).hasSize(1);
  }

  @Test
  void theLocalRepositoryOfTheCommandLineWins() throws IOException {
    publish("thing", "1.0");
    environment("");
    Properties system = system();
    system.setProperty("maven.repo.local", directory.resolve("other").toString());

    List<Path> jars =
        MavenArtifacts.resolve(recipe("thing"), MavenEnvironment.read(system), line -> {});

    assertThat(jars)
        .containsExactly(directory.resolve("other/org/example/thing/1.0/thing-1.0.jar"));
  }

  private static Recipe recipe(String artifact) {
    return new Recipe(
        KafkaVersion.parse("1.0"),
        Recipe.Style.KRAFT,
        List.of(new Recipe.Root("org.example:" + artifact + ":1.0", List.of())));
  }

  private MavenEnvironment environment(String more) throws IOException {
    Files.writeString(
        directory.resolve("settings.xml"),
        "<settings><localRepository>"
            + directory.resolve("local")
            + "</localRepository>"
            + more
            + "<mirrors><mirror><id>house</id><mirrorOf>*</mirrorOf><url>"
            + directory.resolve("mirror").toUri()
            + "</url></mirror></mirrors></settings>");
    return MavenEnvironment.read(system());
  }

  private Properties system() {
    Properties system = new Properties();
    system.setProperty("user.home", directory.toString());
    system.setProperty("java.version", System.getProperty("java.version"));
    system.setProperty("kafkavertx.maven.settings", directory.resolve("settings.xml").toString());
    return system;
  }

  private void publish(String artifact, String version) throws IOException {
    Path folder = directory.resolve("mirror/org/example/" + artifact + "/" + version);
    Files.createDirectories(folder);
    String name = artifact + "-" + version;
    write(folder.resolve(name + ".jar"), "not really a jar");
    write(
        folder.resolve(name + ".pom"),
        "<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>"
            + artifact
            + "</artifactId><version>"
            + version
            + "</version></project>");
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8));
      Files.writeString(
          file.resolveSibling(file.getFileName() + ".sha1"), HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
