package io.kafkavertx.tests.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.tests.support.ChildProcess;
import io.kafkavertx.tests.support.SharedBroker;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application whose parts are all named modules. */
@Tag("slow")
final class ModulePathTest {
  /**
   * What the published modules are, and what they need to run: no test kit, no kafka-clients. Not
   * vertx-micrometer-metrics: its module is a service of Vert.x, so it is resolved wherever it is
   * on the path, and it requires vertx-web.
   */
  private static final List<String> PARTS =
      List.of(
          "kafka-vertx-spi",
          "kafka-vertx-protocol",
          "kafka-vertx-core",
          "kafka-vertx-compression",
          "kafka-vertx-sasl",
          "kafka-vertx-assignors",
          "kafka-vertx-micrometer",
          "vertx-core",
          "vertx-core-logging",
          "netty-",
          "jackson-core",
          "lz4-java",
          "snappy-java",
          "zstd-jni",
          "micrometer-",
          "HdrHistogram",
          "LatencyUtils");

  private static final List<String> PLUGINS =
      List.of(
          "io.kafkavertx.compression",
          "io.kafkavertx.sasl",
          "io.kafkavertx.assignors",
          "io.kafkavertx.micrometer");

  /** The plug-ins that are an example: somebody else's module, as far as the client knows. */
  private static final Path STRANGERS = Path.of("../examples/custom-plugins/src/main/java");

  private static final List<String> API =
      List.of(
          "io.kafkavertx io.kafkavertx",
          "io.kafkavertx io.kafkavertx.admin",
          "io.kafkavertx io.kafkavertx.simple",
          "io.kafkavertx io.kafkavertx.eventbus",
          "io.kafkavertx io.kafkavertx.health",
          "io.kafkavertx.micrometer io.kafkavertx.micrometer",
          "io.kafkavertx.protocol io.kafkavertx.protocol",
          "io.kafkavertx.protocol io.kafkavertx.protocol.message",
          "io.kafkavertx.protocol io.kafkavertx.protocol.record",
          "io.kafkavertx.protocol io.kafkavertx.protocol.wire",
          "io.kafkavertx.sasl io.kafkavertx.sasl",
          "io.kafkavertx.sasl io.kafkavertx.sasl.aws",
          "io.kafkavertx.spi io.kafkavertx.spi");

  @TempDir Path directory;

  private static String modulePath() {
    return Arrays.stream(ChildProcess.classPath().split(File.pathSeparator))
        .filter(
            entry ->
                PARTS.stream().anyMatch(part -> entry.contains(File.separator + part))
                    && !entry.contains("kafka-vertx-testkit")
                    && !entry.contains("netty-tcnative"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Compiles a module of the test resources; returns what the compiler complains of. */
  private String compile(String module) throws Exception {
    return compile(module, resource("/modules/" + module));
  }

  private String compile(String module, Path sources) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-d",
                directory.resolve(module).toString(),
                "--module-path",
                modulePath()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
    }
    ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, complaints, complaints, arguments.toArray(String[]::new));
    return result == 0 ? "" : complaints.toString(StandardCharsets.UTF_8);
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(ModulePathTest.class.getResource(name).toURI());
  }

  @Test
  void everyPluginIsFoundAndRecordsGoRoundOnTheModulePath() throws Exception {
    String topic = SharedBroker.name("modules");
    SharedBroker.createTopic(topic, 1);
    assertThat(compile("app")).isEmpty();
    List<String> said =
        ChildProcess.run(
            directory.resolve("log"),
            List.of(
                "--module-path",
                modulePath() + File.pathSeparator + directory.resolve("app"),
                "--add-modules",
                String.join(",", PLUGINS),
                "--module",
                "app/app.Main",
                SharedBroker.bootstrapServers(),
                topic));
    assertThat(said)
        .contains(
            "named: true",
            "read: none true",
            "read: gzip true",
            "read: snappy true",
            "read: lz4 true",
            "read: zstd true",
            "partitioner: consistent",
            "partitioner: consistent_random",
            "partitioner: murmur2",
            "partitioner: murmur2_random",
            "partitioner: fnv1a",
            "partitioner: fnv1a_random",
            "assignor: range",
            "assignor: sticky",
            "assignor: cooperative-sticky",
            "sasl: true",
            "reflection: InaccessibleObjectException");
    assertThat(said.stream().filter(line -> line.startsWith("export: ")).map(l -> l.substring(8)))
        .containsExactlyInAnyOrderElementsOf(API);
    assertThat(said.stream().filter(line -> line.startsWith("opens: ")))
        .hasSize(7)
        .allMatch(line -> line.endsWith(" []"));
  }

  @Test
  void aModuleOfSomebodyElseIsFoundBesideOurs() throws Exception {
    String topic = SharedBroker.name("strangers");
    SharedBroker.createTopic(topic, 1);
    assertThat(compile("app")).isEmpty();
    assertThat(compile("strangers", STRANGERS)).isEmpty();
    List<String> said =
        ChildProcess.run(
            directory.resolve("log"),
            List.of(
                "--module-path",
                String.join(
                    File.pathSeparator,
                    modulePath(),
                    directory.resolve("app").toString(),
                    directory.resolve("strangers").toString()),
                "--add-modules",
                "io.kafkavertx.assignors,io.kafkavertx.examples.plugins",
                "--module",
                "app/app.Main",
                SharedBroker.bootstrapServers(),
                topic,
                "tenant",
                "zone"));
    assertThat(said).contains("named: true", "partitioner: tenant", "assignor: zone");
  }

  @Test
  void internalsCannotBeCompiledAgainst() throws Exception {
    assertThat(compile("intruder")).contains("package io.kafkavertx.internal.net is not visible");
  }
}
