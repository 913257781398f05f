package io.kafkavertx.eventbus;

import io.kafkavertx.eventbus.ControlRequest.Action;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.LocalMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The address at which a {@link KafkaVerticle} can be looked at and steered. All instances on one
 * Vert.x with the same address answer together: the one that gets a request asks the others, each
 * of which listens at an address of its own that no other node knows. On the verticle's context.
 */
final class ControlAddress {
  private final Vertx vertx;
  private final VerticleConfig config;
  private final VerticleParts parts;
  private final InstanceNumber number;
  private final String own;
  private final LocalMap<String, Boolean> members;
  private final MessageConsumer<Object> open;
  private final MessageConsumer<JsonObject> inner;

  ControlAddress(Vertx vertx, VerticleConfig config, VerticleParts parts) {
    this.vertx = vertx;
    this.config = config;
    this.parts = parts;
    String address = config.control();
    this.number = InstanceNumber.claim(vertx, "control " + address);
    this.own = address + "/" + number.value();
    this.members = vertx.sharedData().getLocalMap("io.kafkavertx.control " + address);
    this.inner = vertx.eventBus().localConsumer(own, this::part);
    members.put(own, true);
    this.open = vertx.eventBus().consumer(address, this::gather);
  }

  /** Completes when requests can come. */
  Future<Void> opened() {
    return open.completion();
  }

  private void gather(Message<Object> message) {
    ControlRequest request;
    try {
      request = ControlRequest.of(message.body());
    } catch (ControlFailure e) {
      message.fail(e.code(), e.getMessage());
      return;
    }
    if (needsAName(request)) {
      // Nobody must have sought when it turns out that the request is not clear.
      message.fail(
          FailureCodes.BAD_MESSAGE,
          "seek needs delivery, one of " + String.join(", ", parts.deliveries().keySet()));
      return;
    }
    DeliveryOptions local = new DeliveryOptions().setLocalOnly(true);
    List<Future<JsonObject>> partials = new ArrayList<>();
    for (String member : members.keySet()) {
      partials.add(
          vertx
              .eventBus()
              .<JsonObject>request(member, message.body(), local)
              .map(Message::body)
              .recover(ControlAddress::orGone));
    }
    Future.join(partials)
        .map(
            all -> {
              ControlReply reply = new ControlReply();
              all.<JsonObject>list().forEach(reply::merge);
              return reply.whole(request, here());
            })
        .onSuccess(message::reply)
        .onFailure(failure -> fail(message, failure));
  }

  private String here() {
    return vertx.isClustered() ? "an instance on this node of the cluster" : "this application";
  }

  private boolean needsAName(ControlRequest request) {
    return request.action() == Action.SEEK
        && request.delivery() == null
        && parts.deliveries().size() > 1;
  }

  /** An instance that has been undeployed meanwhile has nothing. */
  private static Future<JsonObject> orGone(Throwable failure) {
    return failure instanceof ReplyException reply
            && reply.failureType() == ReplyFailure.NO_HANDLERS
        ? Future.succeededFuture(new ControlReply().partial(0))
        : Future.failedFuture(failure);
  }

  private static void fail(Message<?> message, Throwable failure) {
    if (failure instanceof ControlFailure refused) {
      message.fail(refused.code(), refused.getMessage());
    } else if (failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
      message.fail(reply.failureCode(), reply.getMessage());
    } else if (failure instanceof ReplyException) {
      message.fail(FailureCodes.TIMEOUT, "an instance of the verticle does not answer");
    } else {
      message.fail(FailureCodes.of(failure), failure.getMessage());
    }
  }

  private void part(Message<JsonObject> message) {
    ControlReply reply = new ControlReply();
    Future<?> done;
    try {
      done = run(ControlRequest.of(message.body()), reply);
    } catch (RuntimeException e) {
      done = Future.failedFuture(e);
    }
    done.onSuccess(all -> message.reply(reply.partial(number.value())))
        .onFailure(failure -> fail(message, failure));
  }

  private Future<?> run(ControlRequest request, ControlReply reply) {
    List<Future<Void>> done = new ArrayList<>();
    for (ControlledPart part : chosen(request, reply)) {
      done.add(
          switch (request.action()) {
            case STATUS -> part.status(reply);
            case HEALTH -> part.health(config, reply);
            default -> part.run(request, reply);
          });
    }
    if (request.delivery() == null
        && (request.action() == Action.STATUS || request.action() == Action.HEALTH)) {
      parts
          .producers()
          .forEach(
              (name, producer) ->
                  done.add(
                      producer
                          .health()
                          .map(
                              health -> {
                                reply.producer(new JsonObject().put("name", name).mergeIn(health));
                                return null;
                              })));
    }
    return Future.join(done);
  }

  private Iterable<ControlledPart> chosen(ControlRequest request, ControlReply reply) {
    Map<String, ControlledPart> all = new LinkedHashMap<>();
    for (VerticleConfig.DeliveryPart part : config.deliveries()) {
      EventBusDelivery delivery = parts.deliveries().get(part.name());
      if (delivery != null) {
        reply.name(part.name());
        all.put(part.name(), new ControlledPart(part.name(), part.route(), delivery));
      }
    }
    if (request.delivery() != null) {
      all.keySet().retainAll(List.of(request.delivery()));
    }
    return all.values();
  }

  /** Takes no more requests. */
  Future<Void> close() {
    members.remove(own);
    number.release();
    return Future.join(open.unregister(), inner.unregister()).mapEmpty();
  }
}
