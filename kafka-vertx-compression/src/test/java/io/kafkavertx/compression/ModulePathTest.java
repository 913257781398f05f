package io.kafkavertx.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.CompressionCodecFactory;
import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModulePathTest {
  /** Everything else on the class path of the tests belongs to the tests. */
  private static final List<String> MODULES =
      List.of("vertx-core", "netty-", "jackson-core", "lz4-java", "snappy-java", "zstd-jni");

  @Test
  void theCodecsAreFoundOnTheModulePathToo() throws ClassNotFoundException {
    Path[] path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(ModulePathTest::isModule)
            .map(Path::of)
            .toArray(Path[]::new);
    Configuration configuration =
        ModuleLayer.boot()
            .configuration()
            .resolve(ModuleFinder.of(path), ModuleFinder.of(), Set.of("io.kafkavertx.compression"));
    ModuleLayer layer =
        ModuleLayer.boot()
            .defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
    Class<?> service =
        layer.findLoader("io.kafkavertx.spi").loadClass(CompressionCodecFactory.class.getName());
    assertThat(service).isNotEqualTo(CompressionCodecFactory.class);
    assertThat(ServiceLoader.load(layer, service))
        .extracting(provider -> provider.getClass().getName())
        .containsExactlyInAnyOrderElementsOf(providersOnTheClassPath());
  }

  private static List<String> providersOnTheClassPath() {
    return Stream.of("gzip", "snappy", "lz4", "zstd")
        .map(name -> Codecs.factory(name).getClass().getName())
        .toList();
  }

  private static boolean isModule(String entry) {
    String name = new File(entry).getName();
    return entry.endsWith("classes")
        ? entry.contains("kafka-vertx-spi") || entry.contains("kafka-vertx-compression")
        : MODULES.stream().anyMatch(name::startsWith) || name.startsWith("kafka-vertx-spi");
  }
}
