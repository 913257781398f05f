package io.kafkavertx.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.PartitionerFactory;
import io.kafkavertx.tests.support.ChildProcess;
import java.io.File;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar of docs/plugins.md, from an empty folder, by the page as it stands. */
class PluginPageTest {
  private static final Path PAGE = Path.of("../docs/plugins.md");

  @TempDir Path project;

  @Test
  void theProjectOfThePageIsAModuleThatIsFoundAndKeepsTheContract() throws Exception {
    for (Map.Entry<String, String> file : PageFiles.of(PAGE).entrySet()) {
      Path path = project.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    Path classes = project.resolve("target/classes");
    Path tests = project.resolve("target/test-classes");
    compile(project.resolve("src/main/java"), "-d", classes.toString(), "-p", modulePath());
    compile(
        project.resolve("src/test/java"),
        "-d",
        tests.toString(),
        "-cp",
        classes + File.pathSeparator + ChildProcess.classPath());
    URL[] path = {
      classes.toUri().toURL(),
      tests.toUri().toURL(),
      project.resolve("src/main/resources").toUri().toURL()
    };
    try (URLClassLoader loader = new URLClassLoader(path)) {
      assertThat(ServiceLoader.load(PartitionerFactory.class, loader))
          .extracting(PartitionerFactory::name)
          .contains("tenant");
      assertThat(runTests(loader.loadClass("acme.TenantPartitionerTest"))).isGreaterThan(4);
    }
    ModuleReference module = ModuleFinder.of(classes).find("acme.tenant").orElseThrow();
    assertThat(module.descriptor().provides()).hasSize(1);
  }

  private static void compile(Path sources, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add("-proc:none");
    try (var files = Files.walk(sources)) {
      files.filter(Files::isRegularFile).forEach(file -> arguments.add(file.toString()));
    }
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(code).isZero();
  }

  /** What the SPI needs. */
  private static String modulePath() {
    return Arrays.stream(ChildProcess.classPath().split(File.pathSeparator))
        .filter(entry -> entry.matches(".*(kafka-vertx-spi|vertx-core|netty-|jackson-core).*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** How many ran. */
  private static int runTests(Class<?> type) throws Exception {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    int run = 0;
    for (Class<?> owner = type; owner != Object.class; owner = owner.getSuperclass()) {
      for (Method method : owner.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          method.setAccessible(true);
          method.invoke(constructor.newInstance());
          run++;
        }
      }
    }
    return run;
  }
}
