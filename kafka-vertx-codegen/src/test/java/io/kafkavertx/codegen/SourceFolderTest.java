package io.kafkavertx.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFolderTest {
  @TempDir Path folder;

  @Test
  void nothingIsMadeTwiceFromTheSameInputs() throws IOException {
    SourceFolder sources = new SourceFolder(folder.resolve("sources"));
    assertThat(sources.isMadeFrom("a")).isFalse();
    sources.replace(Map.of("p/A.java", "class A {}"), "a");
    assertThat(sources.isMadeFrom("a")).isTrue();
    assertThat(sources.isMadeFrom("b")).isFalse();
  }

  @Test
  void aResultThatSomebodyChangedIsMadeAnew() throws IOException {
    SourceFolder sources = new SourceFolder(folder.resolve("sources"));
    sources.replace(Map.of("p/A.java", "class A {}"), "a");
    Files.writeString(folder.resolve("sources/p/A.java"), "class Other {}");
    assertThat(sources.isMadeFrom("a")).isFalse();
  }

  @Test
  void onlyFilesWithANewTextAreTouchedAndStaleOnesGo() throws IOException {
    SourceFolder sources = new SourceFolder(folder.resolve("sources"));
    sources.replace(Map.of("A.java", "a", "B.java", "b", "C.java", "c"), "1");
    FileTime old = FileTime.fromMillis(1_000_000);
    for (String name : Set.of("A.java", "B.java")) {
      Files.setLastModifiedTime(folder.resolve("sources").resolve(name), old);
    }
    sources.replace(Map.of("A.java", "a", "B.java", "new"), "2");
    assertThat(Files.getLastModifiedTime(folder.resolve("sources/A.java"))).isEqualTo(old);
    assertThat(folder.resolve("sources/B.java")).hasContent("new");
    assertThat(folder.resolve("sources/C.java")).doesNotExist();
  }

  @Test
  void schemasThatAreNotThePinnedOnesAreRefused() throws IOException {
    Files.writeString(folder.resolve("A.json"), "{}");
    Release release = new Release("4.4.0", folder);
    String pinned = Fingerprint.of(folder);
    assertThatCode(() -> release.require(pinned)).doesNotThrowAnyException();
    Files.writeString(folder.resolve("A.json"), "{ }");
    assertThatThrownBy(() -> release.require(pinned))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("4.4.0")
        .hasMessageContaining(pinned)
        .hasMessageContaining("kafka-vertx-protocol/pom.xml");
  }

  @Test
  void aSecretThatNoSchemaHasFailsTheBuild() {
    assertThatCode(() -> Secrets.requireAll(Secrets.TEXT)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Secrets.requireAll(Set.of()))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("AlterConfigsRequest.AlterableConfig.Value");
  }
}
