package io.kafkavertx.codegen;

/** A schema that the generator does not understand: better a failed build than a wrong codec. */
final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaException(String message) {
    super(message);
  }

  SchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
