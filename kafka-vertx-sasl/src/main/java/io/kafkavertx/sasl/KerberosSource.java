package io.kafkavertx.sasl;

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
      options.put("ticketCache", file);
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
