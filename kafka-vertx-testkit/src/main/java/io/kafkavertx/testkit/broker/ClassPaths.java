package io.kafkavertx.testkit.broker;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The class path of each Kafka version, resolved once per process. */
final class ClassPaths {
  private static final Map<String, List<Path>> RESOLVED = new ConcurrentHashMap<>();

  private ClassPaths() {}

  static String of(Recipe recipe, Consumer<String> progress) {
    return of("Kafka " + recipe.version(), recipe.artifacts(), progress);
  }

  /**
   * @param what for messages; the same for the same artifacts
   */
  static String of(String what, List<Recipe.Root> artifacts, Consumer<String> progress) {
    List<Path> jars =
        RESOLVED.compute(
            what,
            (name, known) ->
                known != null && known.stream().allMatch(Files::isRegularFile)
                    ? known
                    : resolve(what, artifacts, progress));
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static List<Path> resolve(
      String what, List<Recipe.Root> artifacts, Consumer<String> progress) {
    // Maven's libraries share packages among their jars, so they cannot be modules: they stay on
    // the class path, which
    // a module must be told to read.
    ClassPaths.class.getModule().addReads(ClassPaths.class.getClassLoader().getUnnamedModule());
    progress.accept("resolving the artifacts of " + what);
    try {
      List<Path> jars =
          MavenArtifacts.resolve(
              what, artifacts, MavenEnvironment.read(System.getProperties()), progress);
      progress.accept(what + ": " + jars.size() + " jars");
      return jars;
    } catch (NoClassDefFoundError e) {
      throw new BrokerException(
          "Maven Resolver is not on the class path: kafka-vertx-testkit needs its dependencies"
              + " maven-resolver-supplier and maven-settings-builder (missing: "
              + e.getMessage()
              + ")",
          e);
    }
  }
}
