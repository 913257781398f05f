package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.RequestHeader;
import io.kafkavertx.protocol.message.ResponseHeader;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.protocol.wire.ProtocolException;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * One client's connection to a scripted broker.
 *
 * <p>As at a real broker, requests of a connection are processed one after the other: the next is
 * not looked at before the last has been answered.
 */
public final class ScriptedConnection {
  private final ScriptedBroker broker;
  private final ClientLink link;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private final SaslSession sasl;
  private boolean busy;
  private boolean closed;

  ScriptedConnection(ScriptedBroker broker, ClientLink link) {
    this.broker = broker;
    this.link = link;
    this.sasl = new SaslSession(broker.cluster());
  }

  SaslSession sasl() {
    return sasl;
  }

  void frame(byte[] frame) {
    waiting.add(frame);
    next();
  }

  void linkClosed() {
    closed = true;
    waiting.clear();
    broker.forget(this);
  }

  /** Closes the connection in an orderly way. */
  public void close() {
    if (!closed) {
      linkClosed();
      link.close();
    }
  }

  /** Resets the connection. */
  public void reset() {
    if (!closed) {
      linkClosed();
      link.reset();
    }
  }

  private void next() {
    while (!busy && !closed && !waiting.isEmpty()) {
      busy = true;
      byte[] frame = waiting.poll();
      try {
        if (sasl.takesRawTokens()) {
          rawToken(frame);
        } else {
          request(frame);
        }
      } catch (ProtocolException e) {
        broker
            .cluster()
            .note("broker " + broker.id() + " cannot read a request: " + e.getMessage());
        close();
      }
    }
  }

  /** After SaslHandshake v0 the tokens come without a header, each a frame of its own. */
  private void rawToken(byte[] frame) {
    if (sasl.authenticate(frame)) {
      link.send(List.of(ByteSlice.EMPTY));
      done();
    } else {
      close();
    }
  }

  private void request(byte[] frame) {
    WireReader in = new WireReader(frame);
    ApiKey key = ApiKey.forId(in.readInt16());
    short version = in.readInt16();
    in.position(0);
    ApiVersionTable table = broker.versions();
    if (key == ApiKey.API_VERSIONS && table.unknown() != ApiVersionTable.Unknown.ANSWERS) {
      if (table.unknown() == ApiVersionTable.Unknown.CLOSES) {
        close();
      }
      return;
    }
    if (key == ApiKey.API_VERSIONS && !table.supports(key, version)) {
      in.skip(4);
      send(in.readInt32(), key, (short) 0, ApiVersionsHandler.unsupported(table));
      done();
      return;
    }
    if (key == null || !table.supports(key, version) || !sasl.allows(key)) {
      broker.cluster().note("broker " + broker.id() + " refuses " + key + " v" + version);
      close();
      return;
    }
    RequestHeader header = new RequestHeader();
    header.read(in, key.requestHeaderVersion(version));
    ApiRequest<?> request = key.newRequest();
    request.read(in, version);
    if (in.remaining() > 0) {
      throw new ProtocolException(
          in.remaining() + " bytes after the end of " + key + " v" + version);
    }
    RequestContext context =
        new RequestContext(
            broker, this, key, version, header.correlationId(), header.clientId(), request);
    broker.cluster().count(context);
    react(context, broker.cluster().intercepts().reactionTo(context));
  }

  private void react(RequestContext context, Reaction reaction) {
    if (closed) {
      return;
    }
    if (reaction instanceof Reaction.Delay delay) {
      broker.cluster().loop().schedule(delay.time().toNanos(), () -> react(context, delay.then()));
    } else if (reaction instanceof Reaction.Late late) {
      broker
          .cluster()
          .loop()
          .schedule(
              late.time().toNanos(),
              () -> {
                broker.cluster().note(context + " is processed late");
                processed(handler(context), context);
              });
      reset();
    } else if (reaction instanceof Reaction.DropBefore) {
      reset();
    } else if (reaction instanceof Reaction.Refuse refuse) {
      answer(context, refusal(handler(context), context, refuse.code()));
    } else if (reaction instanceof Reaction.Answer answer) {
      answer(context, answer.response());
    } else if (reaction instanceof Reaction.Raw raw) {
      link.sendRaw(raw.bytes());
      done();
    } else if (!(reaction instanceof Reaction.Ignore)) {
      process(context, reaction);
    }
  }

  private void process(RequestContext context, Reaction reaction) {
    processed(handler(context), context)
        .onComplete(
            result -> {
              if (closed) {
                return;
              }
              if (result.failed()) {
                broker.cluster().note(context + " failed: " + result.cause());
                close();
              } else if (reaction instanceof Reaction.DropAfter) {
                reset();
              } else if (!(reaction instanceof Reaction.Swallow)) {
                finish(context, reaction, result.result());
              }
            });
  }

  private void finish(RequestContext context, Reaction reaction, ApiResponse response) {
    if (response == null) {
      done();
      return;
    }
    if (reaction instanceof Reaction.Throttle throttle) {
      Throttles.set(response, (int) throttle.time().toMillis());
    }
    if (reaction instanceof Reaction.RefuseAfter refuse) {
      answer(context, refusal(handler(context), context, refuse.code()));
    } else if (reaction instanceof Reaction.Garble) {
      byte[] noise = new byte[40];
      Arrays.fill(noise, (byte) 0xA5);
      ByteBuffer.wrap(noise).putInt(context.correlationId());
      link.send(List.of(ByteSlice.of(noise)));
      done();
    } else if (reaction instanceof Reaction.WrongCorrelationId) {
      send(context.correlationId() + 7, context.apiKey(), context.version(), response);
      done();
    } else if (reaction instanceof Reaction.CutAnswer cut) {
      WireWriter out =
          encode(context.correlationId(), context.apiKey(), context.version(), response);
      WireWriter framed = new WireWriter(out.size() + 4);
      framed.writeInt32(out.size());
      framed.writeBytes(out.toByteArray());
      link.sendRaw(Arrays.copyOf(framed.toByteArray(), Math.min(cut.bytes(), out.size() + 3)));
      close();
    } else {
      answer(context, response);
    }
  }

  private void answer(RequestContext context, ApiResponse response) {
    send(context.correlationId(), context.apiKey(), context.version(), response);
    if (sasl.mustClose()) {
      close();
    } else {
      done();
    }
  }

  private void send(int correlationId, ApiKey key, short version, ApiResponse response) {
    link.send(encode(correlationId, key, version, response).segments());
  }

  private static WireWriter encode(
      int correlationId, ApiKey key, short version, ApiResponse response) {
    WireWriter out = new WireWriter();
    new ResponseHeader()
        .setCorrelationId(correlationId)
        .write(out, key.responseHeaderVersion(version));
    response.write(out, version);
    return out;
  }

  private void done() {
    busy = false;
    // Not from inside of the last answer: a deep queue would become a deep stack.
    broker.cluster().loop().execute(this::next);
  }

  private ApiHandler<?, ?> handler(RequestContext context) {
    return broker.cluster().handlers().of(context.apiKey());
  }

  @SuppressWarnings("unchecked")
  private static <Q extends ApiRequest<R>, R extends ApiResponse> Future<R> processed(
      ApiHandler<Q, R> handler, RequestContext context) {
    return handler.handle(context, (Q) context.request());
  }

  @SuppressWarnings("unchecked")
  private static <Q extends ApiRequest<R>, R extends ApiResponse> R refusal(
      ApiHandler<Q, R> handler, RequestContext context, ErrorCode code) {
    return handler.refuse(context, (Q) context.request(), code);
  }

  @Override
  public String toString() {
    return "connection to broker " + broker.id();
  }
}
