package io.kafkavertx.examples.livetopics;

import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.TopicListing;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;

/** Answers with the topics of the cluster; pages that ask at the same time share one look. */
final class TopicsVerticle extends SharedLook {
  private static final long FRESH_NANOS = 2_000_000_000L;

  TopicsVerticle(Settings settings) {
    super(settings, Addresses.TOPICS, FRESH_NANOS);
  }

  @Override
  Future<JsonObject> look(KafkaAdmin admin) {
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
