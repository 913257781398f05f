package io.kafkavertx.sasl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;

/**
 * Where a client's Kerberos identity comes from, as the JDK's login module wants to be told.
 *
 * @param description for messages
 * @param options of the login module
 */
record KerberosSource(String description, Map<String, String> options) {
  private static final String CACHE = "ticketCache";

  private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

  static KerberosSource keytab(String file, String principal) {
    Map<String, String> options = common(principal);
    options.put("useKeyTab", "true");
    options.put("keyTab", file);
    options.put("storeKey", "true");
    return new KerberosSource("keytab '" + file + "' for " + principal, Map.copyOf(options));
  }

  /**
   * @param file null for the user's own
   * @param principal null for whoever the tickets are for
   */
  static KerberosSource ticketCache(String file, String principal) {
    Map<String, String> options = common(principal);
    options.put("useTicketCache", "true");
    if (file != null) {
      options.put(CACHE, file);
    }
    return new KerberosSource(
        file == null ? "the user's ticket cache" : "ticket cache '" + file + "'",
        Map.copyOf(options));
  }

  private static Map<String, String> common(String principal) {
    Map<String, String> options = new HashMap<>();
    options.put("doNotPrompt", "true");
    options.put("isInitiator", "true");
    // Otherwise a JVM that once could not read krb5.conf never does.
    options.put("refreshKrb5Config", "true");
    if (principal != null) {
      options.put("principal", principal);
    }
    return options;
  }

  /**
   * What else may be said when there was no ticket: the login module does not tell a cache that has
   * run out from one that is not there. Blocks.
   */
  String whyNone() {
    if (!options.containsKey("useTicketCache")) {
      return "";
    }
    String file = options.get(CACHE);
    if (file != null && !Files.exists(Path.of(file))) {
      return "; there is no file '" + file + "'";
    }
    return "; the cache holds no ticket of the principal that is still valid, get another with"
        + " kinit";
  }

  Configuration configuration() {
    AppConfigurationEntry entry =
        new AppConfigurationEntry(MODULE, LoginModuleControlFlag.REQUIRED, options);
    return new Configuration() {
      @Override
      public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        return new AppConfigurationEntry[] {entry};
      }
    };
  }
}
