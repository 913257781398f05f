package io.kafkavertx.internal.fetch;

import io.kafkavertx.protocol.message.FetchRequest;
import io.kafkavertx.protocol.message.FetchResponse;
import io.kafkavertx.protocol.wire.Uuids;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a broker remembers of our fetches (KIP-227): after a full request only changes are sent.
 *
 * <p>Epoch 0 asks for a new session, 1 and up continue it. Whenever it is not certain what the
 * broker remembers (an error, a lost connection, a refused session) the next request is a full one,
 * which also closes the session that was there.
 */
final class FetchSession {
  private static final int FULL = 0;

  /** What the broker knows of a partition. */
  static final class Entry {
    final PartitionState state;
    UUID topicId;
    int generation;
    long offset;
    int fetchEpoch;
    int leaderEpoch;
    int maxBytes;

    private int lastRequest;

    Entry(PartitionState state) {
      this.state = state;
    }

    /** True when an answer about what was asked is still of use. */
    boolean isCurrent() {
      return !state.removed && state.generation() == generation && state.fetchOffset == offset;
    }
  }

  private final Map<TopicPartition, Entry> entries = new LinkedHashMap<>();
  private final Map<UUID, String> names = new HashMap<>();
  private int id;
  private int epoch;
  private boolean usesIds;
  private int requests;

  /** The next request is a full one. */
  void restart() {
    epoch = FULL;
  }

  /** Whether the next request tells only changes. */
  boolean isIncremental() {
    return epoch != FULL;
  }

  /** What was asked for a partition; null when it is not part of the session. */
  Entry entry(TopicPartition topicPartition) {
    return entries.get(topicPartition);
  }

  /** The topic of an answer: by name, or by id from version 13. */
  String topic(FetchResponse.FetchableTopicResponse topic) {
    return topic.topicId().equals(Uuids.ZERO) ? topic.topic() : names.get(topic.topicId());
  }

  /**
   * Fills in the partitions of a request.
   *
   * @param wanted all partitions to fetch from this broker
   * @param withEpochs whether the request's version can carry the epoch of the last batch
   * @param withSessions whether the broker knows sessions
   * @return true when topics are named by ids
   */
  boolean build(
      FetchRequest request,
      Collection<PartitionState> wanted,
      boolean withEpochs,
      boolean withSessions) {
    boolean ids = wanted.stream().noneMatch(state -> state.topicId.equals(Uuids.ZERO));
    if (ids != usesIds || !withSessions) {
      restart();
      usesIds = ids;
    }
    boolean full = epoch == FULL;
    if (full) {
      entries.clear();
      names.clear();
    }
    requests++;
    Map<TopicPartition, UUID> forgotten = new LinkedHashMap<>();
    List<Entry> changed = new ArrayList<>();
    for (PartitionState state : wanted) {
      Entry entry = entries.get(state.topicPartition);
      if (entry == null || entry.state != state || !entry.topicId.equals(state.topicId)) {
        if (entry != null && !entry.topicId.equals(state.topicId)) {
          forgotten.put(state.topicPartition, entry.topicId);
        }
        entry = new Entry(state);
        entries.put(state.topicPartition, entry);
        names.put(state.topicId, state.topicPartition.topic());
        update(entry, withEpochs);
        changed.add(entry);
      } else if (update(entry, withEpochs)) {
        changed.add(entry);
      }
      entry.lastRequest = requests;
    }
    forgetOthers(forgotten);
    request.setTopics(topics(changed));
    if (withSessions) {
      request.setSessionId(id).setSessionEpoch(epoch);
      request.setForgottenTopicsData(forgotten(forgotten));
    }
    return ids;
  }

  private static boolean update(Entry entry, boolean withEpochs) {
    PartitionState state = entry.state;
    int fetchEpoch = withEpochs ? state.fetchEpoch : -1;
    boolean changed =
        entry.topicId == null
            || entry.offset != state.fetchOffset
            || entry.fetchEpoch != fetchEpoch
            || entry.leaderEpoch != state.leaderEpoch
            || entry.maxBytes != state.maxBytes;
    entry.topicId = state.topicId;
    entry.generation = state.generation();
    entry.offset = state.fetchOffset;
    entry.fetchEpoch = fetchEpoch;
    entry.leaderEpoch = state.leaderEpoch;
    entry.maxBytes = state.maxBytes;
    return changed;
  }

  private void forgetOthers(Map<TopicPartition, UUID> forgotten) {
    Iterator<Entry> all = entries.values().iterator();
    while (all.hasNext()) {
      Entry entry = all.next();
      if (entry.lastRequest != requests) {
        forgotten.put(entry.state.topicPartition, entry.topicId);
        all.remove();
      }
    }
  }

  private static List<FetchRequest.FetchTopic> topics(List<Entry> changed) {
    Map<String, FetchRequest.FetchTopic> topics = new LinkedHashMap<>();
    for (Entry entry : changed) {
      TopicPartition tp = entry.state.topicPartition;
      topics
          .computeIfAbsent(
              tp.topic(),
              name ->
                  new FetchRequest.FetchTopic()
                      .setTopic(name)
                      .setTopicId(entry.topicId)
                      .setPartitions(new ArrayList<>()))
          .partitions()
          .add(
              new FetchRequest.FetchPartition()
                  .setPartition(tp.partition())
                  .setCurrentLeaderEpoch(entry.leaderEpoch)
                  .setFetchOffset(entry.offset)
                  .setLastFetchedEpoch(entry.fetchEpoch)
                  .setPartitionMaxBytes(entry.maxBytes));
    }
    return new ArrayList<>(topics.values());
  }

  private static List<FetchRequest.ForgottenTopic> forgotten(Map<TopicPartition, UUID> gone) {
    List<FetchRequest.ForgottenTopic> topics = new ArrayList<>();
    gone.forEach(
        (tp, id) ->
            topics.add(
                new FetchRequest.ForgottenTopic()
                    .setTopic(tp.topic())
                    .setTopicId(id)
                    .setPartitions(List.of(tp.partition()))));
    return topics;
  }

  /** The broker has answered without an error of the whole. */
  void answered(FetchResponse response) {
    if (response.sessionId() == 0) {
      // The broker keeps no session for us: it is full, or too old.
      id = 0;
      epoch = FULL;
    } else {
      id = response.sessionId();
      epoch = epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
    }
  }
}
