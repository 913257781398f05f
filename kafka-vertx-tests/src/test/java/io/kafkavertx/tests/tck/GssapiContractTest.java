package io.kafkavertx.tests.tck;

import io.kafkavertx.sasl.GssapiFactory;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.kafkavertx.testkit.broker.TestKdc;
import io.kafkavertx.testkit.tck.SaslMechanismContract;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Kerberos keeps to the contract of the test kit, with a key server that gives it tickets. */
@Tag("slow")
final class GssapiContractTest extends SaslMechanismContract {
  private static final String CONFIGURATION = "java.security.krb5.conf";

  private static String before;
  private static TestKdc kdc;

  @BeforeAll
  static void start() {
    before = System.getProperty(CONFIGURATION);
    kdc = TestKdc.start("kafka/localhost", "alice");
    System.setProperty(CONFIGURATION, kdc.configuration().toString());
  }

  @AfterAll
  static void stop() {
    kdc.close();
    if (before == null) {
      System.clearProperty(CONFIGURATION);
    } else {
      System.setProperty(CONFIGURATION, before);
    }
  }

  @Override
  protected SaslMechanismFactory factory() {
    return new GssapiFactory();
  }

  @Override
  protected JsonObject config() {
    return new JsonObject()
        .put("keytab", kdc.keytab("alice").toString())
        .put("principal", "alice@" + TestKdc.REALM)
        .put("domainName", "localhost");
  }

  /** There are none in the configuration: the key is in a file. */
  @Override
  protected Set<String> secrets() {
    return Set.of();
  }
}
