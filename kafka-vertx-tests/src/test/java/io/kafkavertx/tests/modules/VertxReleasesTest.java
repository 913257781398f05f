package io.kafkavertx.tests.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.kafkavertx.testkit.broker.TestAuthority;
import io.kafkavertx.tests.support.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The client, compiled with the release of Vert.x that all of Vert.x' parts exist for, runs with
 * newer ones of its core: an application's other dependencies may bring them.
 */
@Tag("slow")
final class VertxReleasesTest {
  /** Where the build has put them, a directory for each release. */
  private static final Path RELEASES = Path.of("target", "vertx-releases");

  private static final List<String> PUBLISHED =
      List.of(
          "spi",
          "protocol",
          "core",
          "compression",
          "sasl",
          "assignors",
          "micrometer",
          "serdes",
          "rx-java3",
          "testkit");

  @TempDir Path directory;

  static List<Path> releases() throws IOException {
    try (Stream<Path> found = Files.list(RELEASES)) {
      return found.sorted().toList();
    }
  }

  /** The class path of the tests with the jars of a release in place of those of ours. */
  private static String classPath(Path release) throws IOException {
    List<String> others = new ArrayList<>();
    try (Stream<Path> jars = Files.list(release)) {
      jars.map(jar -> jar.toAbsolutePath().toString()).sorted().forEach(others::add);
    }
    assertThat(others).hasSizeGreaterThan(1);
    Arrays.stream(ChildProcess.classPath().split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("vertx-core-"))
        .forEach(others::add);
    return String.join(File.pathSeparator, others);
  }

  private static URLClassLoader loader(Path release) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : classPath(release).split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static JavaClasses ours() {
    return new ClassFileImporter()
        .importPaths(
            PUBLISHED.stream()
                .map(part -> Path.of("..", "kafka-vertx-" + part, "target", "classes"))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("releases")
  void whatWeCallIsThere(Path release) throws Exception {
    TreeSet<String> missing = new TreeSet<>();
    try (URLClassLoader loader = loader(release)) {
      for (JavaClass ours : ours()) {
        for (JavaAccess<?> access : ours.getAccessesFromSelf()) {
          // What an optional dependency has is not on the class path here.
          if (access.getTargetOwner().getName().startsWith("io.vertx.")
              && Members.has(VertxReleasesTest.class.getClassLoader(), access)
              && !Members.has(loader, access)) {
            missing.add(access.getDescription());
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void whatWeImplementHasNoNewDuties(Path release) throws Exception {
    TreeSet<String> missing = new TreeSet<>();
    try (URLClassLoader loader = loader(release)) {
      for (JavaClass ours : ours()) {
        missing.addAll(Members.leftAbstract(loader.loadClass(ours.getName())));
      }
    }
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void recordsGoFromAnAddressToATopicAndBackOverTls(Path release) throws Exception {
    TestAuthority authority = TestAuthority.create(directory, "ca");
    try (KafkaBroker broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .listener(
                    Listener.ssl(
                        "TLS", authority.certificate("b").addresses("127.0.0.1").sign())))) {
      List<String> said =
          ChildProcess.run(
              directory.resolve("said"),
              List.of(
                  "-cp",
                  classPath(release),
                  VertxReleaseMain.class.getName(),
                  broker.bootstrapServers("TLS"),
                  authority.certificatePem().toString(),
                  "orders"));
      assertThat(said).contains("handled: 1000", "requests told to the metrics: true");
      assertThat(
              said.stream()
                  .filter(line -> line.startsWith("vertx: "))
                  .collect(Collectors.joining()))
          .contains("vertx-core-" + release.getFileName());
    }
  }
}
