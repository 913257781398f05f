package io.kafkavertx.internal.group;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.OffsetFetchRequest;
import io.kafkavertx.protocol.message.OffsetFetchResponse;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Asks for what a group has committed. Every error but NONE is asked about again until the time is
 * over, or fails: only a partition that the coordinator answered without an error and without an
 * offset has none.
 */
public final class CommittedOffsets {
  /** The shapes of the request, newest first: the broker's version decides. */
  private enum Shape {
    /** A list of groups (version 8); version 10 names topics by ids only. */
    GROUPS,
    /** One group, waits for open transactions (version 7). */
    STABLE,
    /** One group. */
    OLD
  }

  private final Cluster cluster;
  private final EventLoop loop;
  private final GroupConfig config;
  private final CoordinatorLink link;
  private Shape shape = Shape.GROUPS;

  public CommittedOffsets(Cluster cluster, GroupConfig config, CoordinatorLink link) {
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.config = config;
    this.link = link;
  }

  /** Asks; partitions without a committed offset are left out. */
  public Future<Map<TopicPartition, OffsetAndMetadata>> fetch(
      Set<TopicPartition> partitions, long deadline) {
    if (partitions.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    Question question = new Question(OrderedCopy.of(partitions), deadline);
    question.attempt();
    return question.promise.future();
  }

  private final class Question {
    private final Set<TopicPartition> partitions;
    private final long deadline;
    private final Promise<Map<TopicPartition, OffsetAndMetadata>> promise = Promise.promise();
    private int failures;

    Question(Set<TopicPartition> partitions, long deadline) {
      this.partitions = partitions;
      this.deadline = deadline;
    }

    void attempt() {
      link.sendUntil(deadline, request(), config.requestTimeoutNanos(), versions())
          .onComplete(
              answer -> {
                if (answer.succeeded()) {
                  answered(answer.result());
                } else if (answer.cause() instanceof UnsupportedVersionException
                    && shape != Shape.OLD) {
                  shape = Shape.values()[shape.ordinal() + 1];
                  attempt();
                } else if (answer.cause() instanceof UnsupportedVersionException) {
                  promise.tryFail(TooOld.forOffsets(answer.cause()));
                } else if (answer.cause() instanceof ClientClosedException
                    || GroupErrors.isRefusal(answer.cause())) {
                  promise.tryFail(answer.cause());
                } else {
                  again(answer.cause().toString());
                }
              });
    }

    private UnaryOperator<io.kafkavertx.internal.cluster.SendOptions> versions() {
      return switch (shape) {
        case GROUPS -> how -> how.atLeast(8).atMost(9);
        case STABLE -> how -> how.atLeast(7).atMost(7);
        // From version 1: before that, offsets were kept in ZooKeeper.
        case OLD -> how -> how.atLeast(1).atMost(6);
      };
    }

    private OffsetFetchRequest request() {
      Map<String, List<Integer>> topics = new LinkedHashMap<>();
      for (TopicPartition tp : partitions) {
        topics.computeIfAbsent(tp.topic(), name -> new ArrayList<>()).add(tp.partition());
      }
      OffsetFetchRequest request = new OffsetFetchRequest().setRequireStable(shape != Shape.OLD);
      if (shape != Shape.GROUPS) {
        List<OffsetFetchRequest.OffsetFetchRequestTopic> asked = new ArrayList<>();
        topics.forEach(
            (name, indexes) ->
                asked.add(
                    new OffsetFetchRequest.OffsetFetchRequestTopic()
                        .setName(name)
                        .setPartitionIndexes(indexes)));
        return request.setGroupId(config.groupId()).setTopics(asked);
      }
      List<OffsetFetchRequest.OffsetFetchRequestTopics> asked = new ArrayList<>();
      topics.forEach(
          (name, indexes) ->
              asked.add(
                  new OffsetFetchRequest.OffsetFetchRequestTopics()
                      .setName(name)
                      .setPartitionIndexes(indexes)));
      return request.setGroups(
          List.of(
              new OffsetFetchRequest.OffsetFetchRequestGroup()
                  .setGroupId(config.groupId())
                  .setTopics(asked)));
    }

    private void answered(OffsetFetchResponse response) {
      OffsetFetchAnswer answer = OffsetFetchAnswer.of(response);
      for (TopicPartition tp : partitions) {
        ErrorCode error = answer.error(tp);
        switch (GroupErrors.offsetFetch(error)) {
          case OK -> {}
          case FAIL -> {
            promise.tryFail(
                new BrokerErrorException(
                    error, "committed offset of " + tp + " in group " + config.groupId()));
            return;
          }
          case FIND_COORDINATOR -> {
            link.forget();
            again(error + " for " + tp);
            return;
          }
          default -> {
            again(error + " for " + tp);
            return;
          }
        }
      }
      Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
      for (TopicPartition tp : partitions) {
        OffsetAndMetadata offset = answer.offset(tp);
        if (offset != null) {
          found.put(tp, offset);
        }
      }
      promise.tryComplete(found);
    }

    private void again(String problem) {
      failures++;
      long wait = config.backoff(failures, loop.random());
      if (loop.nanoTime() + wait >= deadline) {
        promise.tryFail(
            new KafkaTimeoutException(
                "the committed offsets of group "
                    + config.groupId()
                    + " could not be fetched in time; last: "
                    + problem));
        return;
      }
      cluster.timers().pause(wait).onSuccess(waited -> attempt()).onFailure(promise::tryFail);
    }
  }
}
