package io.kafkavertx.tests.security.external;

import java.security.Principal;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.kafka.common.security.auth.AuthenticationContext;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SaslAuthenticationContext;
import org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder;
import org.apache.kafka.common.security.ssl.SslPrincipalMapper;

/** Runs in a broker: with EXTERNAL a client is who its certificate is for. */
public final class CertificatePrincipals extends DefaultKafkaPrincipalBuilder {
  /** Called by the broker. */
  public CertificatePrincipals() {
    super(null, SslPrincipalMapper.fromRules("DEFAULT"));
  }

  @Override
  public KafkaPrincipal build(AuthenticationContext context) {
    if (context instanceof SaslAuthenticationContext sasl
        && sasl.server().getMechanismName().equals("EXTERNAL")) {
      try {
        Principal certified = sasl.sslSession().orElseThrow().getPeerPrincipal();
        return new KafkaPrincipal(
            KafkaPrincipal.USER_TYPE, "by-certificate:" + certified.getName());
      } catch (SSLPeerUnverifiedException e) {
        return KafkaPrincipal.ANONYMOUS;
      }
    }
    return super.build(context);
  }
}
