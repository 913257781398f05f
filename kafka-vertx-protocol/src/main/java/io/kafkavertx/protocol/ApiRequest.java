package io.kafkavertx.protocol;

/**
 * A request that a client sends to a broker.
 *
 * @param <R> the response that answers it
 */
public interface ApiRequest<R extends ApiResponse> extends ApiMessage {
  /** The API that this request belongs to. */
  ApiKey apiKey();

  /** A new, empty response of the type that answers this request. */
  R newResponse();
}
