package io.kafkavertx.cli;

import io.kafkavertx.BootstrapAddress;
import io.kafkavertx.BrokerConnection;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.RequestOptions;
import io.kafkavertx.protocol.message.MetadataRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks each bootstrap broker in turn until one answers. Clients try for a minute and longer, for
 * brokers may come back; somebody at a keyboard wants to know at once that the port is wrong.
 */
final class Reachability {
  private Reachability() {}

  /**
   * Returns when a broker has answered a request that needs a login.
   *
   * @throws CliException that says why none did
   */
  static void check(Session session) {
    KafkaClientOptions options = session.settings().client();
    List<Diagnosis> diagnoses = new ArrayList<>();
    for (BootstrapAddress address : options.bootstrapAddresses()) {
      RuntimeException failure = tryOne(session, address, options);
      if (failure == null) {
        return;
      }
      Finding found = new Probe(address, session.settings().timeout()).run();
      diagnoses.add(new Diagnosis(options, found, failure));
    }
    throw explained(diagnoses);
  }

  /** Null when it answers. */
  static RuntimeException tryOne(
      Session session, BootstrapAddress address, KafkaClientOptions options) {
    BrokerConnection broker = BrokerConnection.create(session.vertx(), address, options);
    try {
      session.await(broker.connect());
      session.await(
          broker.send(
              new MetadataRequest().setTopics(List.of()),
              RequestOptions.defaults().timeout(session.settings().timeout())));
      return null;
    } catch (StoppedException e) {
      throw e;
    } catch (RuntimeException e) {
      return e;
    } finally {
      broker.close();
    }
  }

  private static CliException explained(List<Diagnosis> diagnoses) {
    StringBuilder text = new StringBuilder();
    int code = ExitCode.UNREACHABLE;
    for (Diagnosis diagnosis : diagnoses) {
      if (diagnoses.size() > 1) {
        text.append("\n  ");
      }
      text.append(diagnosis.text());
      if (diagnosis.exitCode() == ExitCode.REFUSED) {
        code = ExitCode.REFUSED;
      }
    }
    String intro = diagnoses.size() > 1 ? "no broker can be reached:" : "";
    return new CliException(code, intro + text, diagnoses.get(0).failure());
  }
}
