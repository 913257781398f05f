package io.kafkavertx.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * User and password of a {@code sasl.jaas.config} line. Nothing of it is loaded or run: two well
 * known modules are recognised by name, and their options read.
 */
final class JaasLine {
  private static final Set<String> MODULES =
      Set.of(
          "org.apache.kafka.common.security.plain.PlainLoginModule",
          "org.apache.kafka.common.security.scram.ScramLoginModule");
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([\\w.]+)\\s+(?:required|requisite|sufficient|optional)\\b(.*)", Pattern.DOTALL);
  private static final Pattern OPTION =
      Pattern.compile("\\s+([\\w.]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\";]+))");

  private JaasLine() {}

  static Map<String, String> credentials(String line) {
    Matcher form = FORM.matcher(line);
    if (!form.matches() || !MODULES.contains(form.group(1))) {
      throw CliException.usage(
          "sasl.jaas.config of --config names "
              + (form.matches() ? "the login module " + form.group(1) : "no login module")
              + "; only PlainLoginModule and ScramLoginModule are understood. Use --user,"
              + " --mechanism, or -X saslConfig='{...}' as docs/security.md has it.");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher option = OPTION.matcher(form.group(2));
    while (option.find()) {
      String value =
          option.group(2) == null ? option.group(3) : option.group(2).replaceAll("\\\\(.)", "$1");
      switch (option.group(1)) {
        case "username", "password" -> fields.put(option.group(1), value);
        case "tokenauth" -> fields.put("tokenAuth", value);
        default -> {}
      }
    }
    return fields;
  }
}
