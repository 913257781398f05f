package io.kafkavertx.examples.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients in Node.js, a real broker, and a server that JSON has configured. */
final class NodeClientsTest {
  private static final Path DIRECTORY = Path.of("target/node");

  private static KafkaBroker broker;
  private static int runs;

  private final int run = ++runs;
  private Vertx vertx;
  private int tcpPort;
  private int httpPort;

  @BeforeAll
  static void install() throws Exception {
    Files.createDirectories(DIRECTORY);
    try (Stream<Path> files = Files.list(Path.of("node"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file, DIRECTORY.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    new NodeSetUp(Optional.ofNullable(System.getenv("PATH")).orElse(""))
        .install(DIRECTORY)
        .ifPresent(NodeClientsTest::skip);
    broker = KafkaBroker.start(BrokerOptions.version("4.4.0"));
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @BeforeEach
  void startServer() throws Exception {
    for (String topic : List.of("orders", "orders-dead", "invoices")) {
      broker.createTopic(topic + "-" + run, 1);
    }
    // Taken for what the file names, so that each test has topics of its own.
    String text =
        Files.readString(Path.of("src/main/resources/kafka.json"))
            .replaceAll("\"(orders|orders-dead|invoices)\"(?=[,\\s}])", "\"$1-" + run + "\"")
            .replace("node-workers", "workers-" + run);
    JsonObject kafka = new JsonObject(text);
    kafka
        .getJsonObject("client")
        .put("bootstrapServers", new JsonArray().add(broker.bootstrapServers()));
    tcpPort = freePort();
    httpPort = freePort();
    vertx = Vertx.vertx();
    await(
        Server.start(
            vertx, kafka, new JsonObject().put("tcpPort", tcpPort).put("httpPort", httpPort)));
  }

  @AfterEach
  void stopServer() throws Exception {
    await(vertx.close());
  }

  @Test
  void aReplyAcknowledgesAnOrderAndAFailureRefusesIt() throws Exception {
    try (NodeProcess worker = worker(0)) {
      List<String> items = List.of("pen", "unicorn", "paper", "pen");
      produceOrders(items);

      assertThat(invoices(3)).containsExactly(0, 2, 3);
      ConsumerRecord<String, JsonObject> dead = read("orders-dead", 1).get(0);
      assertThat(dead.value().getInteger("id")).isEqualTo(1);
      assertThat(header(dead, "dead-letter-attempts")).isEqualTo("5");
      assertThat(header(dead, "dead-letter-message")).contains("nobody sells unicorn");
    }
  }

  @Test
  void whatAWorkerHadWhenItDiedGoesToAnother() throws Exception {
    try (NodeProcess dying = worker(600_000)) {
      produceOrders(List.of("pen", "paper", "pen"));
      dying.awaitLine("took orders-" + run + "-0@0");
      dying.kill();
    }
    try (NodeProcess heir = worker(0)) {
      assertThat(invoices(3)).containsExactly(0, 1, 2);
      heir.awaitLine("took orders-" + run + "-0@0");
    }
  }

  @Test
  void codesTellAProducerWhatToDo() throws Exception {
    try (NodeProcess good = produce("{\"key\": \"k\", \"value\": {\"order\": 7}}")) {
      assertThat(good.output()).isEqualTo("stored in invoices-" + run + "-0 at 0");
      assertThat(good.exitStatus()).isZero();
    }
    assertThat(invoices(1)).containsExactly(7);
    try (NodeProcess bad = produce("{\"key\": \"k\", \"valu\": 1}")) {
      assertThat(bad.output()).startsWith("not a record: ").contains("valu");
      assertThat(bad.exitStatus()).isEqualTo(65);
    }
  }

  @Test
  void theSockJsClientOfNpmTakesOrdersAndWritesInvoices() throws Exception {
    try (NodeProcess client =
        node(Map.of(), "node", "sockjs.mjs", "http://127.0.0.1:" + httpPort + "/eventbus")) {
      produceOrders(List.of("pen", "paper"));
      assertThat(client.awaitLine("order 0")).isEqualTo("order 0 is invoice 0");
      // It comes because the one before was acknowledged.
      assertThat(client.awaitLine("order 1")).isEqualTo("order 1 is invoice 1");
    }
  }

  @Test
  void nothingElseOfTheBusCanBeReached() throws Exception {
    String script =
        "import {EventBus} from './eventbus.mjs';"
            + "const bus = await EventBus.connect("
            + tcpPort
            + ");"
            + "await bus.request('kafka.control', {}).catch(e => console.log(e.message));";
    try (NodeProcess client = node(Map.of(), "node", "--input-type=module", "--eval", script)) {
      assertThat(client.output()).contains("access_denied");
    }
  }

  private NodeProcess worker(int workMillis) throws IOException {
    return node(
        Map.of("WORK_MS", Integer.toString(workMillis)),
        "node",
        "worker.mjs",
        Integer.toString(tcpPort));
  }

  private NodeProcess produce(String record) throws IOException {
    return node(Map.of(), "node", "produce.mjs", Integer.toString(tcpPort), record);
  }

  private static NodeProcess node(Map<String, String> environment, String... command)
      throws IOException {
    return NodeProcess.start(DIRECTORY, environment, command);
  }

  private static void skip(String lack) {
    String reason = "The Node.js examples are not run: " + lack;
    System.out.println(reason);
    abort(reason);
  }

  private void produceOrders(List<String> items) throws Exception {
    KafkaProducer<String, JsonObject> producer =
        KafkaProducer.create(
            vertx,
            new ProducerOptions().setBootstrapServers(broker.bootstrapServers()),
            Serializer.string(),
            Serializer.json());
    for (int id = 0; id < items.size(); id++) {
      JsonObject order = new JsonObject().put("id", id).put("item", items.get(id)).put("pieces", 2);
      await(producer.send(ProducerRecord.of("orders-" + run, "customer", order)));
    }
    await(producer.close());
  }

  /** The orders that have been invoiced, once there are so many. */
  private Set<Integer> invoices(int count) throws Exception {
    Set<Integer> orders = new TreeSet<>();
    read("invoices", count).forEach(invoice -> orders.add(invoice.value().getInteger("order")));
    return orders;
  }

  private List<ConsumerRecord<String, JsonObject>> read(String topic, int count) throws Exception {
    KafkaConsumer<String, JsonObject> consumer =
        KafkaConsumer.create(
            vertx,
            new ConsumerOptions()
                .setBootstrapServers(broker.bootstrapServers())
                .setAutoOffsetReset("earliest"),
            Deserializer.string(),
            Deserializer.json());
    BlockingQueue<ConsumerRecord<String, JsonObject>> records = new LinkedBlockingQueue<>();
    consumer.handler(records::add);
    await(consumer.assign(List.of(new TopicPartition(topic + "-" + run, 0))));
    List<ConsumerRecord<String, JsonObject>> read = new ArrayList<>();
    while (read.size() < count) {
      ConsumerRecord<String, JsonObject> record = records.poll(60, TimeUnit.SECONDS);
      assertThat(record).as("record %d of %s", read.size(), topic).isNotNull();
      read.add(record);
    }
    await(consumer.close());
    return read;
  }

  private static String header(ConsumerRecord<?, ?> record, String key) {
    return new String(record.header(key).value(), StandardCharsets.UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(90, TimeUnit.SECONDS);
  }
}
