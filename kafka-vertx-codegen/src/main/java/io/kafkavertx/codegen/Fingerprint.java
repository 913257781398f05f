package io.kafkavertx.codegen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** SHA-256 over the names and the content of files. */
final class Fingerprint {
  private Fingerprint() {}

  /** That of a file, or of all files below a folder; of nothing when there is none. */
  static String of(Path root) throws IOException {
    MessageDigest digest = sha256();
    if (Files.exists(root)) {
      for (Map.Entry<String, Path> file : files(root).entrySet()) {
        digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(sha256().digest(Files.readAllBytes(file.getValue())));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** By name, since the order of paths differs between operating systems. */
  private static Map<String, Path> files(Path root) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString().replace('\\', '/'), file);
      }
    }
    return files;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
