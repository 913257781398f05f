package app;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;

/** Sends and reads with every plug-in, and looks at what it may reach. */
public final class Main {
  private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");

  private static final List<String> OURS =
      List.of(
          "consistent",
          "consistent_random",
          "murmur2",
          "murmur2_random",
          "fnv1a",
          "fnv1a_random");

  public static void main(String[] args) throws Exception {
    System.out.println("named: " + KafkaProducer.class.getModule().isNamed());
    Vertx vertx = Vertx.vertx();
    if (args.length > 2) {
      // Others' plug-ins: without ours, whose codecs have the same ids.
      partitioners(vertx, args[0], args[1], List.of(args[2]));
      assignors(vertx, args[0], args[1], List.of(args[3]));
      vertx.close().await(60, TimeUnit.SECONDS);
      return;
    }
    roundTrip(vertx, args[0], args[1]);
    partitioners(vertx, args[0], args[1], OURS);
    assignors(vertx, args[0], args[1], List.of("range", "sticky", "cooperative-sticky"));
    sasl(vertx);
    vertx.close().await(60, TimeUnit.SECONDS);
    exports();
    reflection();
  }

  private static void roundTrip(Vertx vertx, String servers, String topic) throws Exception {
    for (String codec : CODECS) {
      KafkaProducer<String, String> producer =
          KafkaProducer.create(
              vertx,
              new ProducerOptions()
                  .setBootstrapServers(servers)
                  .setCompression(codec)
                  .setPartitioner(codec.equals("none") ? "roundrobin" : "default")
                  .setMetricsReporters(List.of("micrometer")),
              Serializer.string(),
              Serializer.string());
      producer.send(ProducerRecord.of(topic, codec.repeat(100))).await(60, TimeUnit.SECONDS);
      producer.close().await(60, TimeUnit.SECONDS);
    }
    Set<String> read = new ConcurrentSkipListSet<>();
    Promise<Void> all = Promise.promise();
    KafkaConsumer<String, String> consumer =
        KafkaConsumer.create(
            vertx,
            new ConsumerOptions()
                .setBootstrapServers(servers)
                .setGroupId(topic)
                .setAutoOffsetReset("earliest")
                .setPartitionAssignmentStrategy(List.of("roundrobin", "range")),
            Deserializer.string(),
            Deserializer.string());
    consumer.handler(
        record -> {
          read.add(record.value());
          if (read.size() == CODECS.size()) {
            all.tryComplete();
          }
        });
    consumer.subscribe(topic).await(60, TimeUnit.SECONDS);
    all.future().await(60, TimeUnit.SECONDS);
    consumer.close().await(60, TimeUnit.SECONDS);
    for (String codec : CODECS) {
      System.out.println("read: " + codec + " " + read.contains(codec.repeat(100)));
    }
  }

  private static void partitioners(
      Vertx vertx, String servers, String topic, List<String> names) throws Exception {
    for (String name : names) {
      KafkaProducer<String, String> producer =
          KafkaProducer.create(
              vertx,
              new ProducerOptions().setBootstrapServers(servers).setPartitioner(name),
              Serializer.string(),
              Serializer.string());
      producer.send(ProducerRecord.of(topic, "key/1", name)).await(60, TimeUnit.SECONDS);
      producer.close().await(60, TimeUnit.SECONDS);
      System.out.println("partitioner: " + name);
    }
  }

  private static void assignors(Vertx vertx, String servers, String topic, List<String> names)
      throws Exception {
    for (String name : names) {
      Promise<Void> one = Promise.promise();
      KafkaConsumer<String, String> consumer =
          KafkaConsumer.create(
              vertx,
              new ConsumerOptions()
                  .setBootstrapServers(servers)
                  .setGroupId(topic + name)
                  .setAutoOffsetReset("earliest")
                  .setPartitionAssignmentStrategy(List.of(name)),
              Deserializer.string(),
              Deserializer.string());
      consumer.handler(record -> one.tryComplete());
      consumer.subscribe(topic).await(60, TimeUnit.SECONDS);
      one.future().await(60, TimeUnit.SECONDS);
      consumer.close().await(60, TimeUnit.SECONDS);
      System.out.println("assignor: " + name);
    }
  }

  /** It connects to nothing: that it can be made says that the mechanism was found. */
  private static void sasl(Vertx vertx) throws Exception {
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            vertx,
            new ProducerOptions()
                .setBootstrapServers("127.0.0.1:1")
                .setSaslMechanism("PLAIN")
                .setSaslConfig(new JsonObject().put("username", "u").put("password", "p")),
            Serializer.string(),
            Serializer.string());
    producer.close().await(60, TimeUnit.SECONDS);
    System.out.println("sasl: true");
  }

  private static void exports() {
    for (Module module : ModuleLayer.boot().modules()) {
      if (module.getName().startsWith("io.kafkavertx")) {
        for (ModuleDescriptor.Exports exported : module.getDescriptor().exports()) {
          if (!exported.isQualified()) {
            System.out.println("export: " + module.getName() + " " + exported.source());
          }
        }
        System.out.println("opens: " + module.getName() + " " + module.getDescriptor().opens());
      }
    }
  }

  private static void reflection() throws Exception {
    Class<?> internal = Class.forName("io.kafkavertx.internal.net.Backoff");
    try {
      internal.getDeclaredConstructors()[0].setAccessible(true);
      System.out.println("reflection: reaches internals");
    } catch (RuntimeException refused) {
      System.out.println("reflection: " + refused.getClass().getSimpleName());
    }
  }
}
