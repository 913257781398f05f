package io.kafkavertx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that goes away while somebody reads. */
@Tag("slow")
@Timeout(240)
final class OutageTest {
  @Test
  void followWaitsForABrokerThatComesBack() {
    try (KafkaBroker broker = KafkaBroker.start(BrokerOptions.version("4.4.0"))) {
      broker.createTopic("orders", 1);
      String bootstrap = broker.bootstrapServers();
      CliRun.at(bootstrap).input("before\n").run("produce", "orders");
      CliRun follower =
          CliRun.at(bootstrap).start("consume", "orders", "--follow", "--from", "beginning");
      follower.awaitOut(out -> out.equals("before\n"));
      broker.kill();
      follower.awaitErr(err -> err.contains("the brokers are gone"));
      broker.restart();
      follower.awaitErr(err -> err.contains("connected again"));
      CliRun.at(bootstrap).input("after\n").run("produce", "orders");
      follower.awaitOut(out -> out.equals("before\nafter\n"));
      assertThat(follower.interrupt().ended().code()).isEqualTo(130);
      assertThat(follower.err()).doesNotContain("Exception");
    }
  }
}
