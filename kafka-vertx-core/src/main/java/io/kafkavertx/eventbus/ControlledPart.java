package io.kafkavertx.eventbus;

import io.kafkavertx.eventbus.ControlRequest.Action;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One delivery of one instance, as far as the control address can do something with it. */
final class ControlledPart {
  private final String name;
  private final Route route;
  private final EventBusDelivery delivery;

  ControlledPart(String name, Route route, EventBusDelivery delivery) {
    this.name = name;
    this.route = route;
    this.delivery = delivery;
  }

  String name() {
    return name;
  }

  /**
   * Does what was asked for with those of its partitions that are here, and puts it into the reply.
   */
  Future<Void> run(ControlRequest request, ControlReply reply) {
    if (!request.isOfPartitions()
        && (request.action() == Action.PAUSE || request.action() == Action.RESUME)) {
      boolean pause = request.action() == Action.PAUSE;
      return (pause ? delivery.pause() : delivery.resume())
          .onSuccess(
              done -> reply.delivery(new JsonObject().put("name", name).put("paused", pause)));
    }
    return delivery
        .assignment()
        .compose(
            assigned -> {
              List<TopicPartition> here = chosen(request, assigned, reply);
              return switch (request.action()) {
                case LAG -> delivery.lag().map(lag -> lag(here, lag, reply));
                case COMMIT -> commit(reply);
                default ->
                    here.isEmpty()
                        ? Future.succeededFuture()
                        : steer(request, here).compose(done -> told(request, here, reply));
              };
            });
  }

  /** Those that are asked for and here; what is asked for by number goes into the reply. */
  private List<TopicPartition> chosen(
      ControlRequest request, Set<TopicPartition> assigned, ControlReply reply) {
    if (request.partitions().isEmpty()) {
      return assigned.stream()
          .filter(one -> request.topic() == null || one.topic().equals(request.topic()))
          .toList();
    }
    String topic = request.topic() == null ? onlyTopic() : request.topic();
    Set<TopicPartition> wanted = new LinkedHashSet<>();
    request.partitions().forEach(number -> wanted.add(new TopicPartition(topic, number)));
    List<TopicPartition> here = new ArrayList<>();
    for (TopicPartition one : wanted) {
      reply.wanted(name, one);
      if (assigned.contains(one)) {
        reply.found(name, one);
        here.add(one);
      }
    }
    return here;
  }

  private String onlyTopic() {
    if (route.getTopics().size() != 1) {
      throw new ControlFailure(
          FailureCodes.BAD_MESSAGE,
          "topic is needed: delivery " + name + " has more than one, or a pattern");
    }
    return route.getTopics().get(0);
  }

  private Future<Void> steer(ControlRequest request, Collection<TopicPartition> here) {
    if (request.action() == Action.PAUSE) {
      return delivery.pause(here);
    } else if (request.action() == Action.RESUME) {
      return delivery.resume(here);
    } else if (request.timestamp() != null) {
      return delivery.seekToTime(here, request.timestamp());
    } else if (request.offset() == null) {
      return request.position() == ControlRequest.Position.BEGINNING
          ? delivery.seekToBeginning(here)
          : delivery.seekToEnd(here);
    }
    List<Future<Void>> sought = new ArrayList<>();
    here.forEach(one -> sought.add(delivery.seek(one, request.offset())));
    return Future.all(sought).mapEmpty();
  }

  private Future<Void> told(ControlRequest request, List<TopicPartition> here, ControlReply reply) {
    if (request.action() != Action.SEEK) {
      here.forEach(
          one -> reply.partition(json(one).put("paused", request.action() == Action.PAUSE)));
      return Future.succeededFuture();
    }
    List<Future<Long>> positions = new ArrayList<>();
    for (TopicPartition one : here) {
      positions.add(
          delivery
              .position(one)
              .onSuccess(offset -> reply.partition(json(one).put("offset", offset))));
    }
    return Future.all(positions).mapEmpty();
  }

  private Void lag(List<TopicPartition> here, Map<TopicPartition, Long> lag, ControlReply reply) {
    here.forEach(one -> reply.partition(json(one).put("lag", lag.get(one))));
    return null;
  }

  private Future<Void> commit(ControlReply reply) {
    return delivery
        .commit()
        .map(
            committed -> {
              committed.forEach(
                  (one, offset) -> reply.partition(json(one).put("offset", offset.offset())));
              return null;
            });
  }

  /** How it stands, for the reply. */
  Future<Void> status(ControlReply reply) {
    return delivery
        .status()
        .map(
            status -> {
              reply.delivery(new JsonObject().put("name", name).mergeIn(status));
              return null;
            });
  }

  /** How it is, for the reply. */
  Future<Void> health(VerticleConfig config, ControlReply reply) {
    return (config.maxUnacknowledged() == null
            ? delivery.health()
            : delivery.health(config.maxUnacknowledged()))
        .map(
            health -> {
              reply.delivery(new JsonObject().put("name", name).mergeIn(health));
              return null;
            });
  }

  private JsonObject json(TopicPartition one) {
    return new JsonObject()
        .put("delivery", name)
        .put("topic", one.topic())
        .put("partition", one.partition());
  }
}
