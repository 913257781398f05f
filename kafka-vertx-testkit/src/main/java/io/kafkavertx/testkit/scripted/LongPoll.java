package io.kafkavertx.testkit.scripted;

import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.message.FetchRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A fetch that waits until there is enough to return, or its time is up. */
final class LongPoll implements Runnable {
  private final RequestContext context;
  private final FetchRequest request;
  private final FetchSession session;
  private final Promise<FetchReader.Read> promise = Promise.promise();
  private EventLoop.Timer timer;

  private LongPoll(RequestContext context, FetchRequest request, FetchSession session) {
    this.context = context;
    this.request = request;
    this.session = session;
  }

  static Future<FetchReader.Read> wait(
      RequestContext context, FetchRequest request, FetchSession session) {
    FetchReader.Read read = FetchReader.read(context, request, session);
    if (read.isUrgent() || read.bytes() >= request.minBytes() || request.maxWaitMs() <= 0) {
      return Future.succeededFuture(read);
    }
    LongPoll poll = new LongPoll(context, request, session);
    ScriptedCluster cluster = context.cluster();
    poll.timer = cluster.loop().schedule(request.maxWaitMs() * 1_000_000L, poll::timeIsUp);
    cluster.watchLogs(poll);
    return poll.promise.future();
  }

  /** Some log has changed. */
  @Override
  public void run() {
    FetchReader.Read read = FetchReader.read(context, request, session);
    if (read.isUrgent() || read.bytes() >= request.minBytes()) {
      finish(read);
    }
  }

  private void timeIsUp() {
    finish(FetchReader.read(context, request, session));
  }

  private void finish(FetchReader.Read read) {
    timer.cancel();
    context.cluster().unwatchLogs(this);
    promise.tryComplete(read);
  }
}
