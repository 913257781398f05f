package io.kafkavertx.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that start from classes that the JVM has prepared before. */
class ClassArchivesTest {
  @TempDir Path directory;

  private final AtomicInteger trainings = new AtomicInteger();

  private BrokerOptions options() {
    return BrokerOptions.version("4.4.0").classArchives(directory.resolve("archives"));
  }

  private ClassArchive find(BrokerOptions options, String jar, Consumer<ClassArchive> training) {
    try {
      Path file = directory.resolve(jar);
      if (!Files.exists(file)) {
        Files.writeString(file, jar);
      }
      return ClassArchives.find(
          Recipe.of(options.kafkaVersion()),
          options,
          file.toString(),
          made -> {
            trainings.incrementAndGet();
            training.accept(made);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(ClassArchive made) {
    try {
      Files.writeString(made.file(), "classes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("archives"))) {
      return files.filter(file -> !file.toString().endsWith(".jar")).toList();
    }
  }

  @Test
  void isMadeOnceAndUsedFromThenOn() throws Exception {
    ClassArchive first = find(options(), "kafka.jar", ClassArchivesTest::write);
    ClassArchive second = find(options(), "kafka.jar", ClassArchivesTest::write);
    assertThat(trainings).hasValue(1);
    assertThat(second).isEqualTo(first);
    assertThat(second.flags()).containsExactly("-XX:SharedArchiveFile=" + first.file());
    assertThat(first.launcher()).isRegularFile();
    assertThat(archives()).containsExactly(first.file());
  }

  @Test
  void anotherJarIsAnotherArchive() throws Exception {
    ClassArchive first = find(options(), "kafka.jar", ClassArchivesTest::write);
    ClassArchive second = find(options(), "other.jar", ClassArchivesTest::write);
    Files.writeString(directory.resolve("kafka.jar"), "a later build of it");
    ClassArchive third = find(options(), "kafka.jar", ClassArchivesTest::write);
    assertThat(trainings).hasValue(3);
    assertThat(Stream.of(first, second, third).map(ClassArchive::file)).doesNotHaveDuplicates();
  }

  @Test
  void whatFailsIsTriedOnceAndBrokersStartWithout() throws Exception {
    Consumer<ClassArchive> fails =
        made -> {
          write(made);
          throw new BrokerException("no");
        };
    assertThat(find(options(), "kafka.jar", fails)).isNull();
    assertThat(find(options(), "kafka.jar", fails)).isNull();
    assertThat(trainings).hasValue(1);
    assertThat(archives()).isEmpty();
  }

  @Test
  void aJvmThatWritesNoneIsRememberedByAnEmptyFile() throws Exception {
    assertThat(find(options(), "kafka.jar", made -> {})).isNull();
    assertThat(find(options(), "kafka.jar", ClassArchivesTest::write)).isNull();
    assertThat(trainings).hasValue(1);
    assertThat(archives()).singleElement().satisfies(file -> assertThat(file).isEmptyFile());
  }

  @Test
  void olderReleasesAndJvmFlagsOfTheUsersOwnHaveNone() {
    BrokerOptions old = BrokerOptions.version("2.8.2").classArchives(directory);
    assertThat(find(old, "kafka.jar", ClassArchivesTest::write)).isNull();
    for (String flag : List.of("-Xshare:off", "-XX:SharedArchiveFile=mine.jsa", "-XX:+UseZGC")) {
      BrokerOptions flags = options().jvmFlags(List.of("-Xmx256m", flag));
      assertThat(find(flags, "kafka.jar", ClassArchivesTest::write)).isNull();
    }
    assertThat(trainings).hasValue(0);
  }

  @Test
  @Tag("slow")
  void aBrokerStartsFromTheClassesThatAnotherHasLoaded() throws Exception {
    Path loaded = directory.resolve("loaded");
    // In our build the directory is that of all brokers.
    String shared = System.getProperty("kafkavertx.testkit.classArchives");
    BrokerOptions options =
        options()
            .classArchives(shared == null ? directory.resolve("archives") : Path.of(shared))
            .classPath(List.of(directory))
            .jvmFlags(
                Stream.concat(
                        BrokerOptions.SMALL_JVM.stream(),
                        Stream.of("-Xlog:class+load:file=" + loaded))
                    .toList());
    try (KafkaBroker broker = KafkaBroker.start(options)) {
      broker.createTopic("served", 1);
      broker.restart();
    }
    assertThat(Files.readAllLines(loaded))
        .anyMatch(line -> line.contains("kafka.server.KafkaRaftServer source: shared objects file"))
        .anyMatch(line -> line.contains("BrokerMain source: shared objects file"));
  }
}
