package io.kafkavertx.internal.consumer;

import io.kafkavertx.internal.fetch.RecordFetcher;
import io.kafkavertx.internal.net.EventLoop;

/** What the application has in its hands, by whichever way it takes records. */
final class HandedOut<K, V> implements ProgressWatch.Work {
  private final EventLoop loop;
  private final RecordFetcher<K, V> fetcher;
  private final RecordDelivery<K, V> delivery;
  private final Polls<K, V> polls;

  HandedOut(
      EventLoop loop,
      RecordFetcher<K, V> fetcher,
      RecordDelivery<K, V> delivery,
      Polls<K, V> polls) {
    this.loop = loop;
    this.fetcher = fetcher;
    this.delivery = delivery;
    this.polls = polls;
  }

  @Override
  public boolean isOwed() {
    // Even what was handed out in this very moment.
    long later = loop.nanoTime() + 1;
    return delivery.outSince(later) < later || polls.outSince(later) < later || polls.isMissed();
  }

  @Override
  public long steps() {
    return fetcher.handledCount() + delivery.steps() + polls.calls();
  }
}
