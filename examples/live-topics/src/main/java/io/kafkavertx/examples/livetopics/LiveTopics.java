package io.kafkavertx.examples.livetopics;

import io.kafkavertx.examples.livetopics.demo.DemoBroker;
import io.kafkavertx.examples.livetopics.demo.DemoTraffic;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.util.concurrent.CountDownLatch;

/**
 * Serves the page until it is stopped. With {@code -Dbootstrap=host:port} (or {@code
 * bootstrap.servers} in the file of {@code -Dconfig}) it shows that cluster; otherwise it starts a
 * broker and writes demo records to it.
 */
public final class LiveTopics {
  private LiveTopics() {}

  public static void main(String[] args) {
    System.exit(run());
  }

  private static int run() {
    Vertx vertx = Vertx.vertx();
    DemoBroker broker = null;
    try {
      Settings settings = Settings.fromSystemProperties();
      if (settings.bootstrapServers() == null) {
        broker = DemoBroker.start();
        settings = settings.at(broker.bootstrapServers());
        vertx.deployVerticle(new DemoTraffic(broker.bootstrapServers())).await();
      }
      String url = LiveTopicsApp.deploy(vertx, settings).await();
      System.out.printf(
          "%nLive topics of %s%s%n  %s%nCtrl-C ends it.%n",
          settings.bootstrapServers(), settings.readonly() ? ", read only" : "", url);
      new CountDownLatch(1).await();
      return 0;
    } catch (Exception e) {
      System.out.println("FAILED: " + advice(e));
      return 1;
    } finally {
      vertx.close();
      if (broker != null) {
        broker.close();
      }
    }
  }

  private static String advice(Exception e) {
    return e instanceof BindException
        ? e.getMessage() + ". Choose another port: -Dport=8081"
        : e.getMessage();
  }
}
