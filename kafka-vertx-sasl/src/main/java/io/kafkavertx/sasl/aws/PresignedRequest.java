package io.kafkavertx.sasl.aws;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A GET request whose signature (AWS Signature Version 4) is among its query parameters; only its
 * host is signed with it.
 *
 * @param parameters all of them, in the order of their names
 */
record PresignedRequest(String host, String path, String bodyHash, Map<String, String> parameters) {
  static final String SIGNATURE = "X-Amz-Signature";

  /** The hash of an empty body. */
  static final String NO_BODY = HexFormat.of().formatHex(sha256(""));

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * @param scope the region and the service, {@code us-east-1/kafka-cluster}
   * @param own parameters besides those of the signature
   */
  static PresignedRequest sign(
      String host,
      String path,
      String bodyHash,
      Map<String, String> own,
      String scope,
      AwsCredentials credentials,
      Instant now,
      Duration life) {
    String time = TIME.format(now);
    String whole = time.substring(0, 8) + "/" + scope + "/aws4_request";
    TreeMap<String, String> all = new TreeMap<>(own);
    all.put("X-Amz-Algorithm", ALGORITHM);
    all.put("X-Amz-Credential", credentials.accessKeyId() + "/" + whole);
    all.put("X-Amz-Date", time);
    all.put("X-Amz-Expires", Long.toString(life.toSeconds()));
    all.put("X-Amz-SignedHeaders", "host");
    if (credentials.sessionToken() != null) {
      all.put("X-Amz-Security-Token", credentials.sessionToken());
    }
    PresignedRequest request = new PresignedRequest(host, path, bodyHash, all);
    String text =
        ALGORITHM
            + "\n"
            + time
            + "\n"
            + whole
            + "\n"
            + HexFormat.of().formatHex(sha256(request.canonical()));
    byte[] key = ("AWS4" + credentials.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
    for (String part : whole.split("/")) {
      key = hmac(key, part);
    }
    all.put(SIGNATURE, HexFormat.of().formatHex(hmac(key, text)));
    return request;
  }

  /** What is signed, in the form that both sides make of it. */
  String canonical() {
    return "GET\n" + path + "\n" + query() + "\nhost:" + host + "\n\nhost\n" + bodyHash;
  }

  String query() {
    return parameters.entrySet().stream()
        .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** As RFC 3986 has it: all but the unreserved characters, in upper case. */
  static String encode(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
      if (letter || "-._~".indexOf(b) >= 0) {
        out.append((char) b);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }

  /** Who has the signature can log in with it. */
  @Override
  public String toString() {
    return "a signed request to " + host;
  }
}
