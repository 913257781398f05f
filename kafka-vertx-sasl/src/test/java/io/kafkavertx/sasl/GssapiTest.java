package io.kafkavertx.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import javax.security.auth.login.AppConfigurationEntry;
import org.junit.jupiter.api.Test;

class GssapiTest {
  private final GssapiFactory factory = new GssapiFactory();

  @Test
  void aKeytabNeedsItsPrincipalAndNoTicketCache() {
    JsonObject keytab = new JsonObject().put("keytab", "/k");
    assertThatThrownBy(() -> factory.create(keytab)).hasMessage("GSSAPI needs principal");
    for (JsonObject wrong :
        List.of(
            new JsonObject(),
            new JsonObject().put("principal", "p"),
            keytab.copy().put("principal", "p").put("useTicketCache", true),
            keytab.copy().put("principal", "p").put("ticketCache", "/c"))) {
      assertThatThrownBy(() -> factory.create(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("either keytab, with principal, or useTicketCache");
    }
    assertThat(factory.create(keytab.copy().put("principal", "p")).name()).isEqualTo("GSSAPI");
  }

  @Test
  void thereIsNoJaasTextAndOnlyOneLoginModule() {
    assertThatThrownBy(() -> factory.create(new JsonObject().put("jaas", "x.Module required;")))
        .hasMessageContaining("GSSAPI has no option 'jaas'");
    for (KerberosSource source :
        List.of(KerberosSource.keytab("/k", "p"), KerberosSource.ticketCache(null, null))) {
      AppConfigurationEntry[] entries = source.configuration().getAppConfigurationEntry("any");
      assertThat(entries).hasSize(1);
      assertThat(entries[0].getLoginModuleName())
          .isEqualTo("com.sun.security.auth.module.Krb5LoginModule");
      // Nobody can be asked for a password on the terminal of a server.
      assertThat(entries[0].getOptions().get("doNotPrompt")).isEqualTo("true");
    }
  }

  @Test
  void whoeverLogsInRunsAsTheSubject() throws Exception {
    byte[] result = KerberosSubject.call(new javax.security.auth.Subject(), () -> new byte[] {7});
    assertThat(result).containsExactly(7);
    assertThatThrownBy(
            () ->
                KerberosSubject.call(
                    new javax.security.auth.Subject(),
                    () -> {
                      throw new java.io.IOException("the cause itself");
                    }))
        .isInstanceOf(java.io.IOException.class)
        .hasMessage("the cause itself");
  }
}
