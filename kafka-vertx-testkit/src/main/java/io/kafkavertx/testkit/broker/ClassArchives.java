package io.kafkavertx.testkit.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the class archive of a release, or has it made. */
final class ClassArchives {
  /** So that what has failed does not cost every start. */
  private static final Set<Path> TRIED = new HashSet<>();

  private ClassArchives() {}

  /**
   * Looks for the archive, and has it made where nobody has tried yet.
   *
   * @param classPath the release's own
   * @param training runs a broker of the release with the archive that it is given, to its orderly
   *     end
   * @return null when there is none to be had: then brokers start as they always did
   */
  static synchronized ClassArchive find(
      Recipe recipe, BrokerOptions options, String classPath, Consumer<ClassArchive> training) {
    if (options.classArchives() == null
        || recipe.usesZooKeeper()
        || options.jvmFlags().stream().anyMatch(ClassArchives::concernsSharing)) {
      return null;
    }
    try {
      ClassArchive archive =
          ClassArchive.in(
              options.classArchives(), recipe.version().text(), options.javaHome(), classPath);
      if (!archive.isDecided() && TRIED.add(archive.file())) {
        options
            .progress()
            .accept("writing the classes of Kafka " + recipe.version() + " to " + archive.file());
        make(archive, training);
      }
      return archive.isUsable() ? archive : null;
    } catch (IOException | BrokerException e) {
      // If it matters, the broker that was asked for will tell.
      options.progress().accept("no class archive: " + e.getMessage());
      return null;
    }
  }

  private static void make(ClassArchive archive, Consumer<ClassArchive> training)
      throws IOException {
    ClassArchive made = archive.toMake();
    try {
      training.accept(made);
      archive.accept(made);
    } finally {
      Files.deleteIfExists(made.file());
    }
  }

  /**
   * What the user's own flags say of it goes before, and with other references than those that the
   * archive was made with a JVM would share no classes at all.
   */
  private static boolean concernsSharing(String flag) {
    return flag.equals("-XX:+UseZGC")
        || flag.equals("-XX:-UseCompressedOops")
        || flag.startsWith("-Xshare")
        || flag.startsWith("-XX:SharedArchive")
        || flag.startsWith("-XX:ArchiveClasses");
  }
}
