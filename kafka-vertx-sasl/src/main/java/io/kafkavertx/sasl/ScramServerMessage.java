package io.kafkavertx.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reads what a SCRAM server says (RFC 5802, section 7), strictly: attributes in their order, each
 * well formed, nothing left over. Throws {@link ScramException} otherwise.
 */
final class ScramServerMessage {
  /** Kafka's are far below 300 bytes; with the longest salt and nonce that we take, below 4 KiB. */
  static final int MAX_MESSAGE = 4096;

  private static final int MAX_ERROR = 200;

  private final String text;
  private int position;

  private ScramServerMessage(byte[] message) {
    if (message.length > MAX_MESSAGE) {
      throw new ScramException(
          "a message of " + message.length + " bytes; at most " + MAX_MESSAGE + " are expected");
    }
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
    } catch (CharacterCodingException e) {
      throw new ScramException("a message that is not UTF-8");
    }
  }

  /** The server's first message. */
  record First(String text, String nonce, byte[] salt, int iterations) {
    static First parse(byte[] message, String clientNonce, ScramLimits limits) {
      ScramServerMessage in = new ScramServerMessage(message);
      in.refuseError();
      if (in.text.startsWith("m=")) {
        throw new ScramException("a mandatory extension, which nobody here knows");
      }
      String nonce = in.attribute('r', "the nonce");
      requireNonce(nonce, clientNonce);
      byte[] salt = base64(in.attribute('s', "the salt"), "the salt");
      if (salt.length == 0 || salt.length > ScramLimits.MAX_SALT) {
        throw new ScramException(
            "a salt of " + salt.length + " bytes; 1 to " + ScramLimits.MAX_SALT + " are accepted");
      }
      int iterations = limits.iterations(in.attribute('i', "the iteration count"));
      in.extensions();
      return new First(in.text, nonce, salt, iterations);
    }

    private static void requireNonce(String nonce, String clientNonce) {
      if (!nonce.startsWith(clientNonce)) {
        throw new ScramException("a nonce that does not begin with the client's");
      }
      if (nonce.length() == clientNonce.length()) {
        throw new ScramException("a nonce to which the server has added nothing");
      }
      for (int i = 0; i < nonce.length(); i++) {
        if (nonce.charAt(i) < 0x21 || nonce.charAt(i) > 0x7e) {
          throw new ScramException("a nonce with characters that are not printable");
        }
      }
    }
  }

  /** The server's signature in its final message. */
  static byte[] signature(byte[] message) {
    ScramServerMessage in = new ScramServerMessage(message);
    in.refuseError();
    byte[] signature = base64(in.attribute('v', "the server's signature"), "the signature");
    in.extensions();
    return signature;
  }

  private void refuseError() {
    if (text.startsWith("e=")) {
      String error = attribute('e', "the error");
      throw new ScramException("the error '" + Printable.of(error, MAX_ERROR) + "'");
    }
  }

  private String attribute(char name, String what) {
    if (!text.startsWith(name + "=", position)) {
      throw new ScramException("no " + name + "= (" + what + ") where it belongs");
    }
    return value();
  }

  private String value() {
    int comma = text.indexOf(',', position);
    int end = comma < 0 ? text.length() : comma;
    String value = text.substring(position + 2, end);
    if (value.isEmpty()) {
      throw new ScramException("an empty attribute " + text.charAt(position) + "=");
    }
    if (value.indexOf('\0') >= 0) {
      throw new ScramException("a NUL character");
    }
    if (comma == text.length() - 1) {
      throw new ScramException("a comma with nothing behind it");
    }
    position = comma < 0 ? text.length() : comma + 1;
    return value;
  }

  /** Optional extensions are no concern of ours, but must be well formed. */
  private void extensions() {
    while (position < text.length()) {
      char name = text.charAt(position);
      boolean letter = (name >= 'a' && name <= 'z') || (name >= 'A' && name <= 'Z');
      if (!letter || !text.startsWith("=", position + 1)) {
        throw new ScramException("something that is no attribute at position " + position);
      }
      if ("rsivenpcm".indexOf(name) >= 0) {
        throw new ScramException("an attribute " + name + "= where it does not belong");
      }
      value();
    }
  }

  private static byte[] base64(String value, String what) {
    try {
      byte[] decoded = Base64.getDecoder().decode(value);
      if (!Base64.getEncoder().encodeToString(decoded).equals(value)) {
        throw new ScramException(what + " in Base64 that is not canonical");
      }
      return decoded;
    } catch (IllegalArgumentException e) {
      throw new ScramException(what + " not in Base64");
    }
  }
}
