package io.kafkavertx.internal.admin;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.admin.HangingTransaction;
import io.kafkavertx.admin.HangingTransactionsOptions;
import io.kafkavertx.admin.ListTransactionsOptions;
import io.kafkavertx.admin.ProducerState;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TransactionDescription;
import io.kafkavertx.admin.TransactionListing;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for open transactions in partitions, asks the coordinators whether they are going to end
 * them, and looks again: what was ended meanwhile did not hang.
 */
public final class HangingTransactions
    implements AdminQuery<Results<TopicPartition, List<HangingTransaction>>> {
  private final HangingTransactionsOptions options;

  public HangingTransactions(HangingTransactionsOptions options) {
    this.options = options;
  }

  @Override
  public Future<Results<TopicPartition, List<HangingTransaction>>> run(AdminCall call) {
    return partitions(call)
        .compose(partitions -> DescribeProducers.atLeaders(partitions).run(call))
        .compose(found -> new Search(call, found).run())
        .recover(failure -> Future.failedFuture(Failures.of("findHangingTransactions", failure)));
  }

  private Future<Set<TopicPartition>> partitions(AdminCall call) {
    return options.partitions() != null
        ? Future.succeededFuture(options.partitions())
        : TopicMetadata.all(call)
            .map(
                told -> {
                  Set<TopicPartition> all = new LinkedHashSet<>();
                  told.topics()
                      .forEach(
                          topic ->
                              topic
                                  .partitions()
                                  .forEach(
                                      partition ->
                                          all.add(
                                              new TopicPartition(
                                                  topic.name(), partition.partitionIndex()))));
                  return all;
                });
  }

  /** One search, from what the leaders say. */
  private final class Search {
    private final AdminCall call;
    private final Map<TopicPartition, KafkaException> failures;
    private final List<HangingTransaction> open = new ArrayList<>();
    private final Map<Long, String> ids = new LinkedHashMap<>();

    Search(AdminCall call, Results<TopicPartition, List<ProducerState>> found) {
      this.call = call;
      this.failures = new LinkedHashMap<>(found.failures());
      long before = call.loop().wallMillis() - options.silentFor().toMillis();
      found
          .values()
          .forEach(
              (partition, producers) ->
                  producers.stream()
                      .filter(producer -> producer.transactionStartOffset() >= 0)
                      .filter(producer -> producer.lastTimestamp() <= before)
                      .forEach(
                          producer -> open.add(new HangingTransaction(partition, producer, null))));
    }

    Future<Results<TopicPartition, List<HangingTransaction>>> run() {
      if (open.isEmpty()) {
        return Future.succeededFuture(Results.of(Map.of(), failures));
      }
      Set<Long> producers = new LinkedHashSet<>();
      open.forEach(one -> producers.add(one.producer().producerId()));
      // All brokers have to answer: a transaction that one of them would end does not hang.
      return ListTransactions.of(ListTransactionsOptions.defaults().producerIds(producers))
          .run(call)
          .compose(listing -> listing.all())
          .compose(this::describe)
          .compose(this::lookAgain);
    }

    private Future<Results<String, TransactionDescription>> describe(
        List<TransactionListing> listed) {
      listed.forEach(one -> ids.put(one.producerId(), one.transactionalId()));
      return new DescribeTransactions(OrderedCopy.of(ids.values())).run(call);
    }

    private Future<Results<TopicPartition, List<HangingTransaction>>> lookAgain(
        Results<String, TransactionDescription> described) {
      List<HangingTransaction> hanging = new ArrayList<>();
      for (HangingTransaction one : open) {
        String id = ids.get(one.producer().producerId());
        KafkaException failure = id == null ? null : described.failures().get(id);
        if (failure != null && !gone(failure)) {
          failures.put(one.partition(), failure);
        } else if (id == null || failure != null || !willEnd(one, described.values().get(id))) {
          hanging.add(new HangingTransaction(one.partition(), one.producer(), id));
        }
      }
      Set<TopicPartition> partitions = new LinkedHashSet<>();
      hanging.forEach(one -> partitions.add(one.partition()));
      return DescribeProducers.atLeaders(partitions)
          .run(call)
          .map(results -> stillThere(hanging, results));
    }

    private Results<TopicPartition, List<HangingTransaction>> stillThere(
        List<HangingTransaction> hanging, Results<TopicPartition, List<ProducerState>> now) {
      failures.putAll(now.failures());
      Map<TopicPartition, List<HangingTransaction>> found = new LinkedHashMap<>();
      for (HangingTransaction one : hanging) {
        List<ProducerState> producers = now.values().get(one.partition());
        if (producers != null && producers.stream().anyMatch(producer -> same(one, producer))) {
          found.computeIfAbsent(one.partition(), any -> new ArrayList<>()).add(one);
        }
      }
      found.keySet().removeAll(failures.keySet());
      return Results.of(found, failures);
    }
  }

  private static boolean gone(KafkaException failure) {
    return failure instanceof BrokerErrorException refused
        && refused.code() == ErrorCode.TRANSACTIONAL_ID_NOT_FOUND;
  }

  private static boolean willEnd(HangingTransaction one, TransactionDescription known) {
    return known.producerId() == one.producer().producerId()
        && known.partitions().contains(one.partition());
  }

  private static boolean same(HangingTransaction one, ProducerState now) {
    return now.producerId() == one.producer().producerId()
        && now.transactionStartOffset() == one.producer().transactionStartOffset();
  }
}
