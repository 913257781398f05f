package io.kafkavertx.tests.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of Java in a guide.
 *
 * @param page the guide's file name
 * @param line where its first line of code is, counted from 1
 * @param hidden what the reader does not see and the compiler needs: the text of an HTML comment
 *     {@code <!-- java: ... -->} right before it
 * @param code the code: a block, or a cell of a table's last column when that is named {@code
 *     example}
 */
record Snippet(String page, int line, String hidden, String code) {
  private static final Pattern HIDDEN = Pattern.compile("<!-- java: (.*) -->");
  private static final Pattern EXAMPLE = Pattern.compile("\\|.*\\| `([^`]+)` \\|");
  private static final Pattern ELLIPSIS = Pattern.compile("-> \\.\\.\\.");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(public )?(final |abstract )*(class|interface|record|enum) (\\w+)");

  static List<Snippet> of(Path page) {
    List<String> lines = read(page);
    List<Snippet> snippets = new ArrayList<>();
    String hidden = "";
    boolean examples = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      examples = line.startsWith("|") && (examples || line.endsWith("| example |"));
      Matcher example = EXAMPLE.matcher(line);
      if (examples && example.matches()) {
        String code = example.group(1) + "\n";
        snippets.add(new Snippet(page.getFileName().toString(), i + 1, "", code));
      } else if (line.equals("```java")) {
        int first = i + 1;
        while (!lines.get(++i).equals("```")) {
          // to the end of the block
        }
        String code = String.join("\n", lines.subList(first, i)) + "\n";
        snippets.add(new Snippet(page.getFileName().toString(), first + 1, hidden, code));
        hidden = "";
      } else if (HIDDEN.matcher(line).matches()) {
        hidden += HIDDEN.matcher(line).replaceFirst("$1") + " ";
      } else if (!line.isBlank()) {
        hidden = "";
      }
    }
    return snippets;
  }

  static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of its own, as it stands. */
  boolean isFile() {
    return code.startsWith("package ");
  }

  /** A module's declaration, which only a module path could compile. */
  boolean isModule() {
    return code.startsWith("module ");
  }

  private boolean isType() {
    return TYPE.matcher(code).lookingAt();
  }

  /** The name of the file that the compiler is to see. */
  String fileName() {
    if (!isFile()) {
      return className() + ".java";
    }
    var type = TYPE.matcher(code);
    if (!type.find()) {
      throw new IllegalStateException(this + " has a package and no type");
    }
    return code.substring("package ".length(), code.indexOf(';')).replace('.', '/')
        + "/"
        + type.group(4)
        + ".java";
  }

  private String className() {
    return "Snippet_" + page.replaceAll("\\W", "_") + "_" + line;
  }

  /** What the compiler is to see; {@link #code} begins in its second line. */
  String source(Prelude prelude) {
    if (isFile()) {
      return "\n" + code;
    }
    String head = prelude.imports();
    String body = ELLIPSIS.matcher(code).replaceAll("-> {}");
    if (isType()) {
      return head + "\n" + body;
    }
    return head
        + " abstract class "
        + className()
        + " extends "
        + prelude.className()
        + " { "
        + hidden
        + " void snippet() throws Throwable {\n"
        + finished(body)
        + "}}\n";
  }

  /** An expression becomes a statement. */
  private static String finished(String body) {
    String last = body.strip().replaceAll("//[^\n]*$", "").strip();
    return last.endsWith(";") || last.endsWith("}") ? body : body + ";\n";
  }

  @Override
  public String toString() {
    return page + ":" + line;
  }
}
