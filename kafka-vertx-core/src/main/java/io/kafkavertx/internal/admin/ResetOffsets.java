package io.kafkavertx.internal.admin;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.admin.ConsumerGroupDescription;
import io.kafkavertx.admin.ListOffsetsOptions;
import io.kafkavertx.admin.ListedOffset;
import io.kafkavertx.admin.MemberDescription;
import io.kafkavertx.admin.OffsetChange;
import io.kafkavertx.admin.OffsetSpec;
import io.kafkavertx.admin.ResetOffsetsOptions;
import io.kafkavertx.admin.ResetTo;
import io.kafkavertx.admin.Results;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Looks at the group and its offsets, at the partitions' logs, works out where to go, and commits
 * that. The coordinator refuses the commit if a member has joined meanwhile.
 */
public final class ResetOffsets implements AdminQuery<Results<TopicPartition, OffsetChange>> {
  private static final String NAME = "resetOffsets";

  private final String group;
  private final ResetTo to;
  private final ResetOffsetsOptions options;

  public ResetOffsets(String group, ResetTo to, ResetOffsetsOptions options) {
    this.group = Objects.requireNonNull(group, "group");
    this.to = Objects.requireNonNull(to, "to");
    this.options = options;
  }

  @Override
  public Future<Results<TopicPartition, OffsetChange>> run(AdminCall call) {
    return GroupLag.described(call, group)
        .transform(
            looked ->
                looked.succeeded() ? whenNobodyIsThere(looked.result()) : ifNew(looked.cause()))
        .compose(empty -> GroupLag.committed(call, group))
        .compose(committed -> new Change(call, committed).run());
  }

  private Future<Void> whenNobodyIsThere(ConsumerGroupDescription described) {
    if (described.members().isEmpty()) {
      return Future.succeededFuture();
    }
    MemberDescription one = described.members().get(0);
    return Future.failedFuture(
        new BrokerErrorException(
            ErrorCode.NON_EMPTY_GROUP,
            NAME
                + " of group "
                + group
                + ": it is "
                + described.state()
                + " and has "
                + described.members().size()
                + " members, "
                + one.clientId()
                + " at "
                + one.host()
                + " for one; they would go on from where they are, and commit that",
            "Stop the group's members first"));
  }

  /** A group can be told where to begin before it exists. */
  private Future<Void> ifNew(Throwable failure) {
    boolean named = options.partitions() != null || to instanceof ResetTo.Offsets;
    return named
            && failure instanceof BrokerErrorException refused
            && refused.code() == ErrorCode.GROUP_ID_NOT_FOUND
        ? Future.succeededFuture()
        : Future.failedFuture(failure);
  }

  private Set<TopicPartition> partitions(Set<TopicPartition> committed) {
    if (options.partitions() != null) {
      return options.partitions();
    }
    return to instanceof ResetTo.Offsets explicit ? explicit.offsets().keySet() : committed;
  }

  /** One change, from what was committed before. */
  private final class Change {
    private final AdminCall call;
    private final Results<TopicPartition, OffsetAndMetadata> committed;
    private final Set<TopicPartition> partitions;
    private final Map<TopicPartition, KafkaException> failures = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> first = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> end = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> asked = new LinkedHashMap<>();

    Change(AdminCall call, Results<TopicPartition, OffsetAndMetadata> committed) {
      this.call = call;
      this.committed = committed;
      this.partitions = partitions(committed.keys());
      committed.failures().forEach(this::fail);
    }

    private void fail(TopicPartition partition, KafkaException failure) {
      if (partitions.contains(partition)) {
        failures.put(partition, failure);
      }
    }

    Future<Results<TopicPartition, OffsetChange>> run() {
      return look(partition -> OffsetSpec.earliest(), first)
          .compose(done -> look(partition -> OffsetSpec.latest(), end))
          .compose(done -> lookAsked())
          .compose(done -> commit());
    }

    private Future<Void> lookAsked() {
      if (to instanceof ResetTo.Spec wanted) {
        return look(partition -> wanted.offset(), asked);
      } else if (to instanceof ResetTo.Age age) {
        long since = Math.max(0, call.loop().wallMillis() - age.age().toMillis());
        return look(partition -> OffsetSpec.forTimestamp(since), asked);
      }
      return Future.succeededFuture();
    }

    private Future<Void> look(
        Function<TopicPartition, OffsetSpec> spec, Map<TopicPartition, Long> found) {
      Map<TopicPartition, OffsetSpec> wanted = new LinkedHashMap<>();
      for (TopicPartition partition : partitions) {
        if (!failures.containsKey(partition)) {
          wanted.put(partition, spec.apply(partition));
        }
      }
      return new ListOffsets(wanted, ListOffsetsOptions.defaults())
          .run(call)
          .map(results -> took(results, found));
    }

    private Void took(
        Results<TopicPartition, ListedOffset> results, Map<TopicPartition, Long> found) {
      failures.putAll(results.failures());
      results.values().forEach((partition, listed) -> found.put(partition, listed.offset()));
      return null;
    }

    private Future<Results<TopicPartition, OffsetChange>> commit() {
      Map<TopicPartition, OffsetChange> changes = new LinkedHashMap<>();
      Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
      for (TopicPartition partition : partitions) {
        if (!failures.containsKey(partition)) {
          OffsetChange change = change(partition);
          changes.put(partition, change);
          if (change.after() >= 0) {
            offsets.put(partition, new OffsetAndMetadata(change.after()));
          }
        }
      }
      if (options.dryRun()) {
        return Future.succeededFuture(Results.of(changes, failures));
      }
      return new AlterGroupOffsets(NAME, group, offsets)
          .run(call)
          .map(
              results -> {
                failures.putAll(results.failures());
                changes.keySet().removeAll(results.failures().keySet());
                return Results.of(changes, OrderedCopy.of(failures));
              });
    }

    private OffsetChange change(TopicPartition partition) {
      OffsetAndMetadata known = committed.values().get(partition);
      long before = known == null ? -1 : known.offset();
      long wanted = wanted(partition, before);
      return new OffsetChange(
          before,
          wanted < 0
              ? before
              : Math.max(first.get(partition), Math.min(end.get(partition), wanted)));
    }

    /** The offset to go to; -1 when there is nothing to do. */
    private long wanted(TopicPartition partition, long before) {
      if (to instanceof ResetTo.Shift shift) {
        return before < 0 ? -1 : Math.max(0, saturated(before, shift.by()));
      } else if (to instanceof ResetTo.Offsets explicit) {
        Long offset = explicit.offsets().get(partition);
        return offset == null ? -1 : Math.max(0, offset);
      }
      long found = asked.get(partition);
      return found < 0 ? end.get(partition) : found;
    }

    private static long saturated(long offset, long by) {
      return by > 0 && offset > Long.MAX_VALUE - by ? Long.MAX_VALUE : offset + by;
    }
  }
}
