package io.kafkavertx.internal.cluster;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.internal.cluster.MetadataMerge.Known;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionInfo;
import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps metadata fresh. At most one round of questions is under way; wishes that come meanwhile are
 * served together by the next one, which keeps a distance that grows while brokers fail or
 * contradict themselves. Never gives up by itself: only those who wait have deadlines.
 */
final class MetadataKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(MetadataKeeper.class);

  /**
   * The longest distance between attempts that fail to authenticate: each counts as a failed login.
   */
  private static final long REFUSED_BACKOFF_MAX = TimeUnit.SECONDS.toNanos(60);

  private final EventLoop loop;
  private final Connections connections;
  private final ClusterConfig config;
  private final TopicInterest interest = new TopicInterest();
  private final MetadataWaiters waiters;
  private final MetadataSources sources;
  private final List<Consumer<ClusterMetadata>> listeners = new ArrayList<>();
  private final Set<String> newTopics = new HashSet<>();
  private final MissingTopics missing = new MissingTopics();

  private Known known = Known.NOTHING;
  private boolean autoCreate;
  private boolean closed;

  /** The wish for an update of everything that was made last, and the last one that was served. */
  private long wanted;

  private long served;

  private MetadataRound round;
  private EventLoop.Timer timer;
  private boolean everAsked;
  private long notBefore;
  private long freshUntil;
  private int failedRounds;
  private int unsettledAnswers;
  private String trouble = "no broker has been asked yet";
  private Throwable lastFailure;
  private List<String> lastComplaints = List.of();

  MetadataKeeper(EventLoop loop, Connections connections, ClusterConfig config) {
    this.loop = loop;
    this.connections = connections;
    this.config = config;
    this.waiters = new MetadataWaiters(loop);
    this.sources = new MetadataSources(loop, connections, config);
    this.notBefore = loop.nanoTime();
  }

  ClusterMetadata view() {
    return known.view();
  }

  /** How long what is known counts as fresh; 0 when it does not, or somebody wants it anew. */
  long freshNanos() {
    return !everAsked || wanted > served ? 0 : Math.max(0, freshUntil - loop.nanoTime());
  }

  void autoCreate(boolean on) {
    autoCreate = on;
  }

  void retain(Collection<String> topics) {
    for (String topic : topics) {
      if (interest.retain(topic) && view().partitions(topic).isEmpty()) {
        newTopics.add(topic);
      }
    }
    plan();
  }

  void release(Collection<String> topics) {
    for (String topic : topics) {
      interest.release(topic);
      if (!interest.wants(topic)) {
        newTopics.remove(topic);
      }
    }
  }

  void retainAll(boolean on) {
    boolean turnedOn = on && !interest.all();
    interest.all(on);
    if (turnedOn) {
      want();
    }
  }

  /** Wishes for an update of everything. */
  void want() {
    wanted++;
    plan();
  }

  Future<ClusterMetadata> refresh(long deadline) {
    if (closed) {
      return Future.failedFuture(closedError());
    }
    want();
    return waiters.forUpdate(wanted, deadline, () -> late("No metadata"));
  }

  /** Completes when at least one broker is known. */
  Future<ClusterMetadata> first(long deadline) {
    return view().nodes().isEmpty() ? refresh(deadline) : Future.succeededFuture(view());
  }

  Future<ClusterMetadata> topicReady(String topic, long deadline) {
    if (!view().partitions(topic).isEmpty()) {
      return Future.succeededFuture(view());
    }
    if (closed) {
      return Future.failedFuture(closedError());
    }
    boolean retainedAlready = interest.wants(topic);
    retain(List.of(topic));
    if (retainedAlready) {
      want();
    }
    return waiters
        .forTopic(topic, deadline, () -> lateTopic(topic))
        .onComplete(ended -> release(List.of(topic)));
  }

  Runnable onUpdate(Consumer<ClusterMetadata> listener) {
    // The same listener may be added twice: the wrapper tells the two apart.
    Consumer<ClusterMetadata> added = listener::accept;
    listeners.add(added);
    return () -> listeners.remove(added);
  }

  /** Takes over a newer leader that a broker has named; false when it is not news. */
  boolean leaderHint(LeaderHint hint) {
    ClusterMetadata next = hint.applyTo(view());
    if (next == null) {
      return false;
    }
    known = new Known(next, known.doubts());
    announce();
    want();
    return true;
  }

  /**
   * Forgets which brokers there are and starts again from the bootstrap addresses; topics and
   * leaders stay until there is news.
   */
  void rebootstrap(String why) {
    LOG.info("Starting again from the bootstrap addresses: " + why);
    sources.bootstrapOnly(true);
    want();
  }

  /** What went wrong last, in words. */
  String trouble() {
    return trouble;
  }

  void close() {
    closed = true;
    if (round != null) {
      round.cancel();
    }
    stopTimer();
    listeners.clear();
    waiters.failAll(closedError());
  }

  /** Finds out when to ask next, and sees to it. */
  private void plan() {
    if (closed || round != null) {
      return;
    }
    long now = loop.nanoTime();
    long due;
    if (!newTopics.isEmpty() && failedRounds == 0) {
      due = now;
    } else if (!newTopics.isEmpty() || wanted > served) {
      due = notBefore;
    } else if (everAsked) {
      due = freshUntil;
    } else {
      return;
    }
    stopTimer();
    timer = loop.schedule(Math.max(0, due - now), this::ask);
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void ask() {
    timer = null;
    if (closed || round != null) {
      return;
    }
    everAsked = true;
    boolean everything = wanted > served || newTopics.isEmpty();
    Set<String> asked =
        interest.all() ? null : everything ? interest.names() : new HashSet<>(newTopics);
    long ticket = everything ? wanted : served;
    Set<String> covered = new HashSet<>(newTopics);
    newTopics.clear();
    round =
        new MetadataRound(
            loop,
            connections,
            config,
            sources.inOrder(view()),
            version -> request(asked, version),
            new MetadataRound.Outcome() {
              @Override
              public Throwable answered(Node from, short version, MetadataResponse response) {
                return take(from, version, response, asked, ticket);
              }

              @Override
              public void failed(Map<Node, Throwable> errors) {
                covered.stream().filter(interest::wants).forEach(newTopics::add);
                roundFailed(errors);
              }
            });
    round.start();
  }

  private MetadataRequest request(Set<String> asked, int version) {
    // Before version 4 a request cannot say that a topic must not be created: asking for all topics
    // creates none.
    boolean wouldCreate = !autoCreate && version < 4;
    MetadataRequest request =
        new MetadataRequest().setAllowAutoTopicCreation(autoCreate || version < 4);
    if (asked == null || wouldCreate) {
      return request.setTopics(version == 0 ? List.of() : null);
    }
    List<MetadataRequestTopic> topics = new ArrayList<>(asked.size());
    for (String topic : asked) {
      topics.add(new MetadataRequestTopic().setName(topic));
    }
    return request.setTopics(topics);
  }

  /** An answer: null when it has been taken, else what is wrong with it. */
  private Throwable take(
      Node from, short version, MetadataResponse response, Set<String> asked, long ticket) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error != ErrorCode.NONE) {
      if (RetryPolicy.of(error) == RetryPolicy.Action.REBOOTSTRAP) {
        sources.bootstrapOnly(true);
      }
      return new BrokerErrorException(error, "Broker " + from + " gives no metadata");
    }
    Known before = known;
    if (MetadataMerge.isAnotherCluster(view(), response)) {
      String clusters = "cluster " + response.clusterId() + ", not " + view().clusterId();
      if (from.id() >= 0) {
        return new KafkaException("Broker " + from + " now belongs to " + clusters);
      }
      LOG.warn(
          "Bootstrap address " + from.host() + ":" + from.port() + " now leads to " + clusters);
      before = Known.NOTHING;
    }
    MetadataMerge.Result merged =
        MetadataMerge.merge(before, response, version, asked, kept(asked));
    if (!merged.usable() && version == 0 && from.id() < 0 && hasNoRealBroker()) {
      merged = MetadataMerge.onlyBootstrap(from);
    }
    complain(from, merged.complaints());
    if (!merged.usable()) {
      return new KafkaException(
          "Broker " + from + " gives useless metadata: " + String.join("; ", merged.complaints()));
    }
    taken(merged, asked, ticket);
    return null;
  }

  /**
   * Which topics stay known though an answer does not tell of them. Of all topics, one that is gone
   * and that nobody wants by its name is forgotten.
   */
  private Predicate<String> kept(Set<String> asked) {
    return asked == null ? interest::wantsByName : interest::wants;
  }

  private void taken(MetadataMerge.Result merged, Set<String> asked, long ticket) {
    round.cancel();
    round = null;
    boolean news = !merged.known().view().equals(known.view());
    known = merged.known();
    served = Math.max(served, ticket);
    failedRounds = 0;
    trouble = "the brokers answer";
    lastFailure = null;
    sources.bootstrapOnly(false);
    long now = loop.nanoTime();
    freshUntil = now + config.metadataMaxAge();
    unsettledAnswers = merged.stale() || isUnsettled() ? unsettledAnswers + 1 : 0;
    missing.answered(interest.names(), view()).forEach(this::tellMissing);
    notBefore = now + config.backoff(loop, unsettledAnswers);
    if (unsettledAnswers > 0) {
      wanted = Math.max(wanted, served + 1);
    }
    connections.retain(nodeIds());
    if (news) {
      announce();
    }
    waiters.answered(view(), asked, served);
    plan();
  }

  /** Once, not with every answer. */
  private void complain(Node from, List<String> complaints) {
    if (!complaints.isEmpty() && !complaints.equals(lastComplaints)) {
      LOG.warn(
          "Metadata of broker " + from + " is partly ignored: " + String.join("; ", complaints));
    }
    lastComplaints = complaints;
  }

  private void tellMissing(String topic) {
    LOG.warn(
        "The brokers know no topic '"
            + topic
            + "' (UNKNOWN_TOPIC_OR_PARTITION): what is sent to it or read from it waits until it is"
            + " created, or for its own time-out");
  }

  private boolean hasNoRealBroker() {
    return view().nodes().stream().allMatch(node -> node.id() < 0);
  }

  private Set<Integer> nodeIds() {
    Set<Integer> ids = new HashSet<>();
    view().nodes().forEach(node -> ids.add(node.id()));
    return ids;
  }

  /** Whether something that is wanted is missing and may come. */
  private boolean isUnsettled() {
    // By name: among all topics of a cluster some may be without a leader for months.
    for (String topic : interest.names()) {
      ErrorCode error = view().topicError(topic);
      boolean mayCome = error == ErrorCode.NONE || RetryPolicy.of(error) != RetryPolicy.Action.FAIL;
      if (error != ErrorCode.NONE && mayCome) {
        return true;
      }
      for (PartitionInfo partition : view().partitions(topic)) {
        if (partition.leader() == null) {
          return true;
        }
      }
    }
    return false;
  }

  private void announce() {
    ClusterMetadata view = view();
    for (Consumer<ClusterMetadata> listener : List.copyOf(listeners)) {
      if (listeners.contains(listener)) {
        listener.accept(view);
      }
    }
  }

  private void roundFailed(Map<Node, Throwable> errors) {
    round = null;
    failedRounds++;
    trouble = sources.describe(view(), errors);
    Throwable refused = null;
    for (Throwable error : errors.values()) {
      lastFailure = error;
      if (error instanceof AuthenticationException) {
        refused = error;
      }
    }
    if (failedRounds == 1) {
      LOG.warn("No metadata, trying again: " + trouble);
    } else {
      LOG.debug("No metadata after " + failedRounds + " rounds: " + trouble);
    }
    wanted = Math.max(wanted, served + 1);
    long wait = config.backoff(loop, failedRounds);
    if (refused != null) {
      wait =
          Math.min(REFUSED_BACKOFF_MAX, config.retryBackoffMax() << Math.min(failedRounds - 1, 6));
    }
    notBefore = loop.nanoTime() + wait;
    plan();
    if (refused != null) {
      waiters.failAll(refused);
    }
  }

  private Throwable lateTopic(String topic) {
    ErrorCode error = view().topicError(topic);
    String answer =
        error == ErrorCode.NONE
            ? "no broker has told of it"
            : "the last answer was " + error + " (" + error.code() + ")";
    return late("No metadata of topic " + topic + ": " + answer);
  }

  private Throwable late(String what) {
    return new KafkaTimeoutException(what + " before the deadline; " + trouble, lastFailure);
  }

  private static ClientClosedException closedError() {
    return new ClientClosedException("The client has been closed");
  }
}
