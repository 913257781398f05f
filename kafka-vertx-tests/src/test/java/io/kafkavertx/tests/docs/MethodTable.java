package io.kafkavertx.tests.docs;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the tables of a section of a page name in code: in the first column, in the second. */
record MethodTable(Set<String> there, Set<String> here) {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern NAME = Pattern.compile("\\w+");
  private static final Pattern CALL = Pattern.compile("(?<!new )\\b(\\w+)\\(");

  /** Of the sections with these headings; all sections without any. */
  static MethodTable of(Path page, String... headings) {
    MethodTable table = new MethodTable(new TreeSet<>(), new TreeSet<>());
    String heading = "";
    for (String line : Snippet.read(page)) {
      if (line.startsWith("## ")) {
        heading = line.substring(3);
      } else if (line.startsWith("| ") && List.of(headings).contains(heading)) {
        String[] cells = line.split(" \\| ", 3);
        table.take(NAME, cells[0], table.there);
        table.take(CALL, cells[1], table.here);
      }
    }
    return table;
  }

  private void take(Pattern pattern, String cell, Set<String> names) {
    Matcher code = CODE.matcher(cell);
    while (code.find()) {
      Matcher name = pattern.matcher(code.group(1));
      while (name.find()) {
        names.add(name.group(name.groupCount()));
      }
    }
  }

  /** Names of public methods, inherited ones included, that say something about the type. */
  static Set<String> methods(Class<?>... types) {
    Set<String> names = new TreeSet<>();
    for (Class<?> type : types) {
      for (Method method : type.getMethods()) {
        if (method.getDeclaringClass() != Object.class && !method.isSynthetic()) {
          names.add(method.getName());
        }
      }
    }
    names.removeAll(Set.of("equals", "hashCode", "toString", "toJson"));
    return names;
  }

  /** Those of {@code methods} that the first column does not name. */
  List<String> missing(Set<String> methods) {
    List<String> missing = new ArrayList<>(methods);
    missing.removeAll(there);
    return missing;
  }

  /** Those of the second column that are no method of ours. */
  List<String> invented(Set<String> ours) {
    List<String> invented = new ArrayList<>(here);
    invented.removeAll(ours);
    return invented;
  }
}
