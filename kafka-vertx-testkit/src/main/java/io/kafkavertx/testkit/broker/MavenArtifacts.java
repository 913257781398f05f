package io.kafkavertx.testkit.broker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/**
 * Turns a recipe into the files of a class path, as Maven would, by the user's own Maven settings.
 */
final class MavenArtifacts {
  private MavenArtifacts() {}

  static List<Path> resolve(Recipe recipe, Consumer<String> progress) {
    return resolve(recipe, MavenEnvironment.read(System.getProperties()), progress);
  }

  static List<Path> resolve(
      Recipe recipe, MavenEnvironment environment, Consumer<String> progress) {
    return resolve("Kafka " + recipe.version(), recipe.artifacts(), environment, progress);
  }

  /**
   * @param what for messages
   */
  static List<Path> resolve(
      String what,
      List<Recipe.Root> artifacts,
      MavenEnvironment environment,
      Consumer<String> progress) {
    RepositorySystem system = new RepositorySystemSupplier().get();
    try {
      RepositorySystemSession session = environment.newSession(system, new DownloadNotes(progress));
      CollectRequest collect = new CollectRequest();
      for (Recipe.Root root : artifacts) {
        collect.addDependency(dependency(root));
      }
      collect.setRepositories(
          system.newResolutionRepositories(session, environment.repositories()));
      DependencyRequest request =
          new DependencyRequest(
              collect,
              DependencyFilterUtils.classpathFilter(JavaScopes.COMPILE, JavaScopes.RUNTIME));
      Map<Path, Boolean> files = new LinkedHashMap<>();
      for (ArtifactResult result :
          system.resolveDependencies(session, request).getArtifactResults()) {
        files.put(result.getArtifact().getFile().toPath().toAbsolutePath(), true);
      }
      return new ArrayList<>(files.keySet());
    } catch (DependencyResolutionException e) {
      throw new BrokerException(
          "Cannot get the artifacts of "
              + what
              + ": "
              + e.getMessage()
              + " Looked in "
              + environment.describe()
              + ". Check the version, the network and your Maven settings.",
          e);
    } finally {
      system.shutdown();
    }
  }

  private static Dependency dependency(Recipe.Root root) {
    List<Exclusion> exclusions = new ArrayList<>();
    for (String exclusion : root.exclusions()) {
      int colon = exclusion.indexOf(':');
      exclusions.add(
          new Exclusion(exclusion.substring(0, colon), exclusion.substring(colon + 1), "*", "*"));
    }
    return new Dependency(
        new DefaultArtifact(root.coordinates()), JavaScopes.RUNTIME, false, exclusions);
  }
}
