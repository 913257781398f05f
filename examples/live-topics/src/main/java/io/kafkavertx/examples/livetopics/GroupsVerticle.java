package io.kafkavertx.examples.livetopics;

import io.kafkavertx.admin.GroupListing;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.PartitionLag;
import io.kafkavertx.admin.Results;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers with the lag of consumer groups by topic; all pages share one look every few seconds. */
final class GroupsVerticle extends SharedLook {
  private static final long FRESH_NANOS = 4_000_000_000L;
  private static final int MOST = 50;

  GroupsVerticle(Settings settings) {
    super(settings, Addresses.GROUPS, FRESH_NANOS);
  }

  @Override
  Future<JsonObject> look(KafkaAdmin admin) {
    return admin
        .listConsumerGroups()
        .compose(listing -> listing.all())
        .compose(
            groups -> {
              List<GroupListing> some = groups.stream().limit(MOST).toList();
              List<Future<Results<TopicPartition, PartitionLag>>> lags =
                  some.stream().map(group -> admin.lag(group.groupId())).toList();
              return Future.join(lags)
                  .transform(
                      ended -> {
                        JsonArray list = new JsonArray();
                        for (int i = 0; i < some.size(); i++) {
                          if (lags.get(i).succeeded()) {
                            list.add(describe(some.get(i), lags.get(i).result()));
                          }
                        }
                        return Future.succeededFuture(
                            new JsonObject()
                                .put("groups", list)
                                .put("left", groups.size() - some.size()));
                      });
            });
  }

  private static JsonObject describe(
      GroupListing group, Results<TopicPartition, PartitionLag> lags) {
    Map<String, Long> byTopic = new TreeMap<>();
    lags.values()
        .forEach((partition, lag) -> byTopic.merge(partition.topic(), lag.lag(), Long::sum));
    JsonObject topics = new JsonObject();
    byTopic.forEach(topics::put);
    return new JsonObject()
        .put("group", group.groupId())
        .put("state", group.state().name())
        .put("lag", topics);
  }
}
