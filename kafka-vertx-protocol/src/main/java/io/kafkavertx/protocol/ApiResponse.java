package io.kafkavertx.protocol;

/** A response that a broker sends to a client. */
public interface ApiResponse extends ApiMessage {
  /** The API that this response belongs to. */
  ApiKey apiKey();

  /**
   * How long the broker asks the client to be quiet, in milliseconds; 0 where the response has no
   * such field.
   */
  default int throttleTimeMs() {
    return 0;
  }
}
