package io.kafkavertx.tests.security;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.kafkavertx.testkit.broker.TestKdc;
import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A key server, a broker that trusts it, and this JVM's view of both. */
final class KerberosDoor implements AutoCloseable {
  static final String LISTENER = "GSS";
  private static final String CONFIGURATION = "java.security.krb5.conf";

  private final String before = System.getProperty(CONFIGURATION);
  final TestKdc kdc;
  final KafkaBroker broker;

  /**
   * @param sessionMillis how long a login lasts; 0 for ever
   */
  KerberosDoor(int sessionMillis, String... users) {
    List<String> principals = new ArrayList<>(List.of(users));
    principals.add("kafka/localhost");
    kdc = TestKdc.start(principals.toArray(String[]::new));
    System.setProperty(CONFIGURATION, kdc.configuration().toString());
    List<String> flags = new ArrayList<>(BrokerOptions.SMALL_JVM);
    flags.add("-D" + CONFIGURATION + "=" + kdc.configuration());
    broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .jvmFlags(flags)
                // The broker's principal is for this name.
                .advertised((id, name, bound) -> HostAndPort.create("localhost", bound.port()))
                .listener(
                    Listener.saslPlaintext(LISTENER)
                        .property("sasl.enabled.mechanisms", "GSSAPI")
                        .property("sasl.kerberos.service.name", "kafka")
                        .property(
                            "gssapi.connections.max.reauth.ms", Integer.toString(sessionMillis))
                        .property("gssapi.sasl.jaas.config", kdc.jaas("kafka/localhost"))));
  }

  /** From now on this JVM asks for tickets of so many seconds. */
  void ticketLife(int seconds) throws IOException {
    Path changed = kdc.configuration().resolveSibling("short.krb5.conf");
    Files.writeString(
        changed,
        Files.readString(kdc.configuration())
            .replace("[realms]", " ticket_lifetime = " + seconds + "s\n[realms]"));
    System.setProperty(CONFIGURATION, changed.toString());
  }

  @Override
  public void close() {
    broker.close();
    kdc.close();
    if (before == null) {
      System.clearProperty(CONFIGURATION);
    } else {
      System.setProperty(CONFIGURATION, before);
    }
  }
}
