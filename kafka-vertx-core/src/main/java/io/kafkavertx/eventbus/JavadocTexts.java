package io.kafkavertx.eventbus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Javadoc of getters says, as plain text. For the build, which has the sources. */
final class JavadocTexts {
  private static final Pattern GETTER =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*public [\\w<>.,? ]+ (?:get|is)(\\w+)\\(\\)",
          Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)?\\s+([^}]*)}");
  private static final Pattern CODE = Pattern.compile("\\{@code\\s+([^{}]*(?:\\{[^}]*})?[^{}]*)}");

  private final Path directory;

  JavadocTexts(Path directory) {
    this.directory = directory;
  }

  /** By the names of options. */
  record Texts(Map<String, String> byOption) {
    /** A missing one fails the build. */
    String of(String option) {
      String plain = option.endsWith("Ms") ? option.substring(0, option.length() - 2) : option;
      String text = byOption.get(plain);
      if (text == null) {
        throw new IllegalStateException("there is no getter with Javadoc for " + option);
      }
      return text;
    }
  }

  /** Of these classes; the first that has a getter counts. */
  Texts of(String... classes) throws IOException {
    Map<String, String> found = new HashMap<>();
    for (String name : classes) {
      Matcher getters = GETTER.matcher(Files.readString(directory.resolve(name + ".java")));
      while (getters.find()) {
        String bean = getters.group(2);
        found.putIfAbsent(
            bean.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + bean.substring(1),
            plain(getters.group(1)));
      }
    }
    return new Texts(found);
  }

  private static String plain(String javadoc) {
    String text = javadoc.replaceAll("(?m)^\\s*\\*", " ").replaceAll("\\s+", " ");
    text = CODE.matcher(text).replaceAll("$1");
    text =
        LINK.matcher(text)
            .replaceAll(
                link ->
                    Matcher.quoteReplacement(
                        option(link.group(1).replaceAll("^.*[#.](?=\\w)", ""))));
    return text.replaceAll("</?\\w+>", "").strip();
  }

  /** Links are to getters and setters; readers of the schema know options. */
  private static String option(String method) {
    Matcher bean = Pattern.compile("(?:get|set|is)([A-Z])(\\w*)(?:\\(.*)?").matcher(method);
    return bean.matches()
        ? bean.group(1).toLowerCase(java.util.Locale.ROOT) + bean.group(2)
        : method;
  }
}
