package io.kafkavertx.examples.livetopics;

import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.TopicListing;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;

/** Answers with the topics of the cluster; pages that ask at the same time share one look. */
final class TopicsVerticle extends VerticleBase {
  private static final long FRESH_NANOS = 2_000_000_000L;

  private final Settings settings;
  private KafkaAdmin admin;
  private Future<JsonObject> latest;
  private long asked;

  TopicsVerticle(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    admin = KafkaAdmin.create(vertx, settings.admin());
    return vertx.eventBus().<JsonObject>consumer(Addresses.TOPICS, this::answer).completion();
  }

  @Override
  public Future<?> stop() {
    return admin.close();
  }

  private void answer(Message<JsonObject> message) {
    long now = System.nanoTime();
    if (latest == null || latest.failed() || now - asked > FRESH_NANOS) {
      asked = now;
      latest = look();
    }
    latest.onSuccess(message::reply).onFailure(failure -> message.fail(502, failure.getMessage()));
  }

  private Future<JsonObject> look() {
    return admin
        .listTopics(true)
        .compose(
            topics ->
                admin
                    .describeTopics(topics.stream().map(TopicListing::name).toList())
                    .map(
                        described -> {
                          JsonArray list = new JsonArray();
                          sorted(topics)
                              .forEach(
                                  topic -> {
                                    var description = described.values().get(topic.name());
                                    list.add(
                                        new JsonObject()
                                            .put("name", topic.name())
                                            .put(
                                                "internal",
                                                topic.internal() || topic.name().startsWith("__"))
                                            .put(
                                                "partitions",
                                                description == null
                                                    ? null
                                                    : description.partitions().size()));
                                  });
                          return new JsonObject().put("topics", list);
                        }));
  }

  private static List<TopicListing> sorted(List<TopicListing> topics) {
    return topics.stream().sorted(Comparator.comparing(TopicListing::name)).toList();
  }
}
