package io.kafkavertx.examples.livetopics;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** One real broker, one server and one browser for all browser tests of this JVM. */
final class Site {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static Site site;

  final KafkaBroker broker;
  final Vertx vertx = Vertx.vertx();
  final Browser browser;
  final KafkaProducer<Buffer, Buffer> producer;
  private final Settings settings;
  private String web;
  final String url;

  private Site() {
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    browser = Chromium.launch();
    broker = KafkaBroker.start(BrokerOptions.version("4.4.0").property("log.retention.ms", "-1"));
    Settings anyPort = Settings.of(broker.bootstrapServers(), "127.0.0.1", 0);
    LiveTopicsApp.deployServices(vertx, anyPort).await();
    WebVerticle first = new WebVerticle(anyPort);
    web = vertx.deployVerticle(first).await();
    url = first.url();
    settings =
        Settings.of(
            broker.bootstrapServers(), "127.0.0.1", Integer.parseInt(url.replaceAll(".*:|/", "")));
    producer =
        KafkaProducer.create(
            vertx,
            new ProducerOptions().setBootstrapServers(broker.bootstrapServers()),
            Serializer.buffer(),
            Serializer.buffer());
  }

  /** Started at the first call; skips the test where there can be no browser. */
  static synchronized Site get() {
    if (site == null) {
      site = new Site();
    }
    return site;
  }

  String newTopic(int partitions) {
    String topic = "live-" + NAMES.incrementAndGet();
    broker.createTopic(topic, partitions);
    return topic;
  }

  /** Stores records, in order. */
  void store(List<ProducerRecord<Buffer, Buffer>> records) {
    List<Future<?>> sends = new ArrayList<>();
    records.forEach(record -> sends.add(producer.send(record)));
    try {
      Future.all(sends).await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the records were not stored", e);
    }
  }

  void store(ProducerRecord<Buffer, Buffer> record) {
    store(List.of(record));
  }

  static ProducerRecord<Buffer, Buffer> record(String topic, String key, String value) {
    return new ProducerRecord<>(
        topic,
        0,
        null,
        key == null ? null : Buffer.buffer(key),
        value == null ? null : Buffer.buffer(value),
        List.of());
  }

  /** A page that has nothing open; closing its context ends it. */
  Page page(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(30_000);
    Page page = context.newPage();
    page.onConsoleMessage(message -> System.out.println("page: " + message.text()));
    page.onPageError(error -> System.out.println("page: " + error));
    page.navigate(url);
    return page;
  }

  Page page() {
    return page(new Browser.NewContextOptions().setViewportSize(1280, 820));
  }

  /** Picks a topic in the list, as a person would. */
  static void pick(Page page, String topic) {
    Locator option = page.locator("[role=option][data-name='" + topic + "']");
    option.click();
    page.locator("#view-name").filter(new Locator.FilterOptions().setHasText(topic)).waitFor();
  }

  /** Watches a topic by the page's address: quicker than waiting for it to be listed. */
  static void watch(Page page, String topic) {
    assertThat(page.locator("body")).hasAttribute("data-link", "open");
    page.evaluate("topic => { location.hash = topic }", topic);
    page.locator("#view-name").filter(new Locator.FilterOptions().setHasText(topic)).waitFor();
  }

  static Locator row(Page page, String text) {
    return page.locator(".row").filter(new Locator.FilterOptions().setHasText(text)).first();
  }

  /** Takes the web server away. */
  void stopServing() {
    vertx.undeploy(web).await();
  }

  /** Serves again, at the same port. */
  void serveAgain() {
    web = vertx.deployVerticle(new WebVerticle(settings)).await();
  }
}
