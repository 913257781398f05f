package io.kafkavertx.tests.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the snippets of a page take for granted: imports, variables and methods. {@code
 * src/test/resources/snippets/common.prelude} is for all pages, {@code NAME.prelude} beside it for
 * {@code NAME.md} alone.
 */
final class Prelude {
  private static final Path DIRECTORY = Path.of("src/test/resources/snippets");

  private final String className;
  private final List<String> imports = new ArrayList<>();
  private final List<String> members = new ArrayList<>();

  Prelude(String page) {
    String name = page.replace(".md", "");
    className = "Prelude_" + name.replaceAll("\\W", "_");
    take(DIRECTORY.resolve("common.prelude"));
    Path own = DIRECTORY.resolve(name + ".prelude");
    if (Files.exists(own)) {
      take(own);
    }
  }

  private void take(Path file) {
    for (String line : Snippet.read(file)) {
      (line.startsWith("import ") ? imports : members).add(line);
    }
  }

  String className() {
    return className;
  }

  /** In one line. */
  String imports() {
    return String.join(" ", imports);
  }

  /** The class that has the variables and methods. */
  String source() {
    return imports()
        + "\nabstract class "
        + className
        + " {\n"
        + String.join("\n", members)
        + "\n}\n";
  }
}
