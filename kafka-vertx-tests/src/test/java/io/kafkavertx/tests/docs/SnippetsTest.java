package io.kafkavertx.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.tests.support.ChildProcess;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java in README.md and in the guides compiles.
 *
 * <p>Imports and the variables that a snippet takes for granted are in {@code
 * src/test/resources/snippets}, or in a comment {@code <!-- java: Type name; -->} in the guide,
 * right before the snippet. {@code -> ...} is an empty body.
 */
class SnippetsTest {
  @TempDir Path classes;

  @Test
  void everySnippetOfTheGuidesCompiles() throws IOException {
    Map<String, Source> sources = new LinkedHashMap<>();
    int snippets = 0;
    for (Path page : Pages.all()) {
      List<Snippet> found = Snippet.of(page);
      snippets += found.size();
      Prelude prelude = new Prelude(page.getFileName().toString());
      String preludeFile = prelude.className() + ".java";
      sources.put(preludeFile, new Source(preludeFile, null, prelude.source()));
      for (Snippet snippet : found) {
        if (!snippet.isModule()) {
          String file = snippet.fileName();
          sources.put(file, new Source(file, snippet, snippet.source(prelude)));
        }
      }
    }
    assertThat(snippets).as("snippets found").isGreaterThan(30);
    assertThat(errors(List.copyOf(sources.values()))).isEmpty();
  }

  @Test
  void aWrongSnippetIsNamedWithItsLine() throws IOException {
    Path page = classes.resolve("page.md");
    Files.writeString(
        page, "# Title\n\n<!-- java: int known; -->\n```java\nknown = 1;\nunknown = 2;\n```\n");
    Prelude prelude = new Prelude("page.md");
    Snippet snippet = Snippet.of(page).get(0);
    List<Source> sources =
        List.of(
            new Source(prelude.className() + ".java", null, prelude.source()),
            new Source(snippet.fileName(), snippet, snippet.source(prelude)));
    assertThat(errors(sources)).hasSize(1).first().asString().startsWith("page.md:6: ");
  }

  private List<String> errors(List<Source> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-proc:none",
            "-implicit:none",
            "-Xmaxerrs",
            "1000",
            "-d",
            classes.toString(),
            "-cp",
            ChildProcess.classPath());
    StringWriter output = new StringWriter();
    boolean compiled = compiler.getTask(output, null, found, options, null, sources).call();
    List<String> errors =
        found.getDiagnostics().stream()
            .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
            .map(SnippetsTest::told)
            .toList();
    assertThat(compiled).as("compiled: %s", output).isEqualTo(errors.isEmpty());
    return errors;
  }

  private static String told(Diagnostic<? extends JavaFileObject> diagnostic) {
    String message = diagnostic.getMessage(null);
    if (!(diagnostic.getSource() instanceof Source source)) {
      return message;
    }
    long line = diagnostic.getLineNumber();
    return source.snippet == null
        ? source.getName() + ":" + line + ": " + message
        : source.snippet.page() + ":" + (source.snippet.line() + line - 2) + ": " + message;
  }

  /** What the compiler is to see. */
  private static final class Source extends SimpleJavaFileObject {
    private final Snippet snippet;
    private final String text;

    Source(String file, Snippet snippet, String text) {
      super(URI.create("string:///" + file), Kind.SOURCE);
      this.snippet = snippet;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
