package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import io.vertx.core.Future;

/** What a scripted broker does with one API. */
interface ApiHandler<Q extends ApiRequest<R>, R extends ApiResponse> {
  /**
   * Processes a request.
   *
   * @return the response; null inside the future when the request is not answered at all (produce
   *     with {@code acks=0})
   */
  Future<R> handle(RequestContext context, Q request);

  /** The response that puts {@code code} wherever the API reports an error for what was asked. */
  R refuse(RequestContext context, Q request, ErrorCode code);
}
