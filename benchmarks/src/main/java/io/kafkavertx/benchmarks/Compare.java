package io.kafkavertx.benchmarks;

import io.kafkavertx.Ordering;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.micrometer.MicrometerReporterFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Compares this client with kafka-clients and vertx-kafka-client on one broker in one run. The
 * contenders take turns, so that a machine that slows down slows all of them down; the first rounds
 * warm up and do not count, until the JIT compiler has hardly anything left to do. The broker has a
 * process of its own, so the CPU time is the clients'.
 *
 * <p>System properties: {@code what} (any of {@code
 * produce,consume,single,paced,followed,delivered}), {@code brokers} (any of {@code real,stub}; a
 * stub can be produced to only), {@code bootstrap} (a broker of yours, for {@code real}), {@code
 * sizes} (bytes of a value), {@code codecs}, {@code records} (a round), {@code partitions}, {@code
 * rounds} (counted ones), {@code warmup} (at most), {@code singles} (records whose latency is
 * measured one by one), {@code seconds} (of a steady rate), {@code metrics} (true for one more row:
 * this client with the Micrometer reporter), {@code pin} (true to give clients and broker a core
 * each, on Linux), {@code only} (the name of the one contender to run, for a profiler), {@code out}
 * and {@code mark} (the Markdown file to write the tables into, and between which marks; printed
 * only when not set).
 */
public final class Compare {
  /** The part of the CPU time that the JIT compiler takes at most when there is no more to gain. */
  private static final double WARM = 0.05;

  /** At the start of each stretch of a steady rate; not measured. */
  private static final int WARM_UP_SECONDS = 3;

  private final Plan plan;
  private final List<Contender> contenders;
  private final Report report;

  private Compare(Plan plan) {
    this.plan = plan;
    this.contenders = contenders();
    this.report = new Report(plan);
  }

  public static void main(String[] args) {
    try {
      Plan plan = Plan.ofProperties();
      Compare comparison = new Compare(plan);
      comparison.run();
      System.out.println(comparison.report.markdown());
      String out = System.getProperty("out", "");
      if (!out.isEmpty()) {
        comparison.report.writeInto(Path.of(out), System.getProperty("mark", "comparison"));
      }
      System.exit(0);
    } catch (Exception e) {
      // Threads of a contender may still run.
      e.printStackTrace();
      System.exit(1);
    }
  }

  /** Records to an event-bus address, next to reading without one. */
  private List<Reader> deliveries() {
    List<Reader> all = new ArrayList<>();
    contenders.stream().filter(Contender::consumes).forEach(all::add);
    for (boolean together : new boolean[] {false, true}) {
      all.add(new DeliveryReader(Route.Mode.REQUEST, Ordering.PARTITION, 1, together));
      all.add(new DeliveryReader(Route.Mode.REQUEST, Ordering.NONE, 1, together));
      all.add(new WrapperDeliveryReader(together));
    }
    all.add(new DeliveryReader(Route.Mode.REQUEST, Ordering.PARTITION, 100, false));
    all.add(new DeliveryReader(Route.Mode.SEND, Ordering.PARTITION, 1, false));
    all.add(new BusReader());
    String only = System.getProperty("only", "");
    all.removeIf(reader -> !only.isEmpty() && !reader.name().equals(only));
    return all;
  }

  private static List<Contender> contenders() {
    List<Contender> all = new ArrayList<>();
    all.add(new KafkaVertxContender("kafka-vertx", false, List.of()));
    all.add(new KafkaVertxContender("kafka-vertx, a future each", true, List.of()));
    all.add(new KafkaClientsContender());
    all.add(new WrapperContender());
    if (Boolean.getBoolean("metrics")) {
      all.add(
          new KafkaVertxContender(
              "kafka-vertx, metrics",
              false,
              List.of(new MicrometerReporterFactory(new SimpleMeterRegistry()))));
    }
    String only = System.getProperty("only", "");
    all.removeIf(contender -> !only.isEmpty() && !contender.name().equals(only));
    return all;
  }

  private void run() throws Exception {
    for (String broker : plan.brokers()) {
      try (Target target = target(broker)) {
        if (Boolean.getBoolean("pin")) {
          Cores.part();
        }
        for (int size : plan.sizes()) {
          for (String codec : plan.codecs()) {
            Load load =
                new Load(plan.records(), size, plan.partitions(), codec, target.bootstrap());
            run(broker, target, load);
          }
        }
      }
    }
    for (Contender contender : contenders) {
      contender.close();
    }
  }

  private Target target(String broker) throws Exception {
    String bootstrap = System.getProperty("bootstrap", "");
    return switch (broker) {
      case "stub" -> Target.stub(plan.partitions());
      case "real" -> bootstrap.isEmpty() ? Target.real() : Target.yours(bootstrap);
      default -> throw new IllegalArgumentException("brokers: real or stub, not " + broker);
    };
  }

  private void run(String broker, Target target, Load load) throws Exception {
    Set<Plan.What> what = plan.whatAt(broker);
    String title = broker + " broker, " + load;
    if (what.contains(Plan.What.PRODUCE)) {
      rounds(
          contenders,
          Contender::name,
          title,
          "produce",
          contender -> produce(target, contender, load));
    }
    if (what.contains(Plan.What.CONSUME)) {
      List<Contender> readers = contenders.stream().filter(Contender::consumes).toList();
      consume(readers, title, "consume", target, load);
    }
    if (what.contains(Plan.What.DELIVERED)) {
      List<Reader> deliveries = deliveries();
      consume(deliveries, title, "deliver", target, load);
      deliveries.removeAll(contenders);
      for (Reader delivery : deliveries) {
        delivery.close();
      }
    }
    if (what.contains(Plan.What.SINGLE)) {
      for (Contender contender : contenders) {
        if (contender.consumes()) {
          String topic = target.topic("single", load.partitions());
          report.single(
              title,
              contender.name(),
              Latency.of(contender, topic, load, plan.singles() / 4, plan.singles()));
          target.delete(topic);
        }
      }
    }
    if (what.contains(Plan.What.PACED)) {
      paced(title, target, load, false);
    }
    if (what.contains(Plan.What.FOLLOWED)) {
      paced(title, target, load, true);
    }
  }

  /** In turns too: the first round warms up everybody, the broker included, and does not count. */
  private void paced(String title, Target target, Load load, boolean followed) throws Exception {
    for (int round = 0; round <= plan.rounds(); round++) {
      for (Contender contender : contenders) {
        if (contender.consumes()) {
          String topic = target.topic("paced", load.partitions());
          Contender.Sender sender =
              followed ? new Followed(contender, topic, load) : contender.sender(topic, load);
          Paced paced = Paced.of(sender, load, WARM_UP_SECONDS, plan.seconds());
          System.out.printf("%s, round %d %-28s %s%n", title, round, contender.name(), paced);
          if (round > 0) {
            report.paced(followed, title, contender.name(), paced);
          }
          target.delete(topic);
        }
      }
    }
  }

  /** One round of one contender. */
  private interface Round<C> {
    Sample run(C contender) throws Exception;
  }

  private <C> void rounds(
      List<C> contenders, Function<C, String> name, String title, String what, Round<C> work)
      throws Exception {
    boolean warm = false;
    for (int round = -plan.warmup(); round < plan.rounds(); round++) {
      if (round < 0 && warm) {
        round = 0;
      }
      warm = true;
      for (C contender : contenders) {
        Sample sample = work.run(contender);
        warm &= sample.jitSeconds() < WARM * sample.cpuSeconds();
        System.out.printf(
            "%s, round %d %-28s %s %.2f s wall %.2f s cpu %.2f s jit%n",
            title,
            round,
            name.apply(contender),
            what,
            sample.wallSeconds(),
            sample.cpuSeconds(),
            sample.jitSeconds());
        if (round >= 0) {
          report.sample(title, what, name.apply(contender), sample);
        }
      }
    }
  }

  private static Sample produce(Target target, Contender contender, Load load) throws Exception {
    String topic = target.topic("produce", load.partitions());
    Sample sample = Sample.of(finished -> contender.produce(topic, load, finished));
    target.delete(topic);
    return sample;
  }

  private void consume(
      List<? extends Reader> readers, String title, String what, Target target, Load load)
      throws Exception {
    String source = target.topic("source", load.partitions());
    new KafkaClientsContender().produce(source, load, () -> {});
    rounds(readers, Reader::name, title, what, reader -> consume(source, reader, load));
    target.delete(source);
  }

  private static Sample consume(String source, Reader contender, Load load) throws Exception {
    return Sample.of(
        finished -> {
          long bytes = contender.consume(source, load, finished);
          if (bytes != (long) load.records() * load.size()) {
            throw new IllegalStateException("read " + bytes + " bytes of values");
          }
        });
  }
}
