package io.kafkavertx.eventbus;

/** Why a request at the control address is refused. */
final class ControlFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * @param code one of {@link FailureCodes}
   */
  ControlFailure(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }
}
