package io.kafkavertx.testkit.broker;

import io.kafkavertx.testkit.broker.child.BrokerMain;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The classes of one release as the JVM has prepared them once (class data sharing): a broker that
 * starts from such a file needs about half the processor time. It fits one JDK and one class path,
 * which its name says; a JVM that finds it unfit goes on without it.
 *
 * @param launcher the first entry of the class path; a jar, because archives know no directories
 * @param file the archive
 * @param making whether the JVM is to write the archive at its orderly end, or to use it
 */
record ClassArchive(Path launcher, Path file, boolean making) {
  private static final String LAUNCHER = BrokerMain.class.getName().replace('.', '/') + ".class";

  /** Names the archive of a release; puts the launcher beside it. */
  static ClassArchive in(Path directory, String version, Path javaHome, String classPath)
      throws IOException {
    Files.createDirectories(directory);
    byte[] launcher;
    try (InputStream in = BrokerMain.class.getResourceAsStream("BrokerMain.class")) {
      launcher = in.readAllBytes();
    }
    Path jar = directory.resolve("launcher-" + name(launcher) + ".jar");
    if (!Files.exists(jar)) {
      Path written = Files.createTempFile(directory, "launcher-", ".tmp");
      try (OutputStream out = Files.newOutputStream(written);
          JarOutputStream entries = new JarOutputStream(out)) {
        entries.putNextEntry(new JarEntry(LAUNCHER));
        entries.write(launcher);
      }
      move(written, jar);
    }
    StringBuilder key = new StringBuilder(jar + "\n" + javaHome + "\n");
    appendState(key, javaHome.resolve("release"));
    appendState(key, javaHome.resolve("lib").resolve("modules"));
    for (String entry : classPath.split(java.io.File.pathSeparator)) {
      appendState(key, Path.of(entry));
    }
    appendState(key, jar);
    String hash = name(key.toString().getBytes(StandardCharsets.UTF_8));
    return new ClassArchive(
        jar, directory.resolve("kafka-" + version + "-" + hash + ".jsa"), false);
  }

  /** A JVM takes an archive only with the very files that it was made from. */
  private static void appendState(StringBuilder key, Path file) throws IOException {
    key.append(file);
    if (Files.exists(file)) {
      key.append(' ').append(Files.size(file)).append(' ').append(Files.getLastModifiedTime(file));
    }
    key.append('\n');
  }

  private static String name(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** Whether somebody has made it, or tried to and failed. */
  boolean isDecided() {
    return Files.exists(file);
  }

  /** An empty file says that the JDK could make none. */
  boolean isUsable() throws IOException {
    return isDecided() && Files.size(file) > 0;
  }

  /** The same, to be written to a file that nobody reads yet. */
  ClassArchive toMake() {
    String name = file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp";
    return new ClassArchive(launcher, file.resolveSibling(name), true);
  }

  /** Puts what was made in its place, at once and whole, whoever else does the same. */
  void accept(ClassArchive made) throws IOException {
    if (!Files.exists(made.file)) {
      Files.createFile(made.file);
    }
    move(made.file, file);
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  List<String> flags() {
    return List.of((making ? "-XX:ArchiveClassesAtExit=" : "-XX:SharedArchiveFile=") + file);
  }
}
