package io.kafkavertx.sasl.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signatures that others have published. */
class PresignedRequestTest {
  /** Amazon S3, API reference: authenticating requests, using query parameters. */
  @Test
  void theExampleOfTheS3ReferenceComesOut() {
    PresignedRequest request =
        PresignedRequest.sign(
            "examplebucket.s3.amazonaws.com",
            "/test.txt",
            "UNSIGNED-PAYLOAD",
            Map.of(),
            "us-east-1/s3",
            AwsCredentials.of("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            Instant.parse("2013-05-24T00:00:00Z"),
            Duration.ofSeconds(86400));
    assertThat(request.parameters().get(PresignedRequest.SIGNATURE))
        .isEqualTo("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  }

  private static PresignedRequest connect(String sessionToken) {
    return PresignedRequest.sign(
        "hostname",
        "/",
        PresignedRequest.NO_BODY,
        Map.of("Action", "kafka-cluster:Connect"),
        "us-east-1/kafka-cluster",
        AwsCredentials.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", sessionToken),
        Instant.parse("2010-01-01T00:00:00Z"),
        Duration.ofMinutes(15));
  }

  /** The unit tests of librdkafka's branch with AWS_MSK_IAM expect it. */
  @Test
  void theSignatureOfLibrdkafkasTestsComesOut() {
    assertThat(connect(null).parameters().get(PresignedRequest.SIGNATURE))
        .isEqualTo("d3eeeddfb2c2b76162d583d7499c2364eb9a92b248218e31866659b18997ef44");
  }

  /** Likewise; the signature itself is no part of what is signed. */
  @Test
  void theCanonicalRequestOfLibrdkafkasTestsComesOut() {
    String canonical =
        connect("security-token").canonical().replaceFirst("&X-Amz-Signature=[0-9a-f]{64}", "");
    assertThat(canonical)
        .isEqualTo(
            "GET\n/\n"
                + "Action=kafka-cluster%3AConnect&"
                + "X-Amz-Algorithm=AWS4-HMAC-SHA256&"
                + "X-Amz-Credential=AWS_ACCESS_KEY_ID%2F20100101%2Fus-east-1%2Fkafka-cluster"
                + "%2Faws4_request&"
                + "X-Amz-Date=20100101T000000Z&"
                + "X-Amz-Expires=900&"
                + "X-Amz-Security-Token=security-token&"
                + "X-Amz-SignedHeaders=host\n"
                + "host:hostname\n\n"
                + "host\n"
                + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void whatIsNotUnreservedIsEncoded() {
    assertThat(PresignedRequest.encode("testString-123/*&")).isEqualTo("testString-123%2F%2A%26");
    assertThat(PresignedRequest.encode("~ +ü")).isEqualTo("~%20%2B%C3%BC");
  }

  @Test
  void theSignatureDependsOnTheSessionToken() {
    assertThat(connect("a").parameters().get(PresignedRequest.SIGNATURE))
        .isNotEqualTo(connect("b").parameters().get(PresignedRequest.SIGNATURE))
        .isNotEqualTo(connect(null).parameters().get(PresignedRequest.SIGNATURE));
    assertThat(connect("secret-token").toString()).doesNotContain("secret-token");
  }
}
