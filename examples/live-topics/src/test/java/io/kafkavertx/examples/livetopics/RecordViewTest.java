package io.kafkavertx.examples.livetopics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class RecordViewTest {
  @Test
  void textStaysTextAndOtherBytesBecomeBase64() {
    byte[] binary = {(byte) 0xC0, (byte) 0xDE, 0, 1};

    assertThat(RecordView.content(Buffer.buffer("Zürich\n"), 100))
        .isEqualTo(new JsonObject().put("size", 8).put("text", "Zürich\n"));
    assertThat(RecordView.content(Buffer.buffer(binary), 100).getString("base64"))
        .isEqualTo(Base64.getEncoder().encodeToString(binary));
    assertThat(RecordView.content(Buffer.buffer("bell \u0007"), 100).containsKey("base64"))
        .isTrue();
    assertThat(RecordView.content(null, 100)).isNull();
  }

  @Test
  void whatIsCutOffWithinACharacterIsStillText() {
    JsonObject content = RecordView.content(Buffer.buffer("aaa€"), 5);

    assertThat(content.getString("text")).isEqualTo("aaa");
    assertThat(content.getInteger("size")).isEqualTo(6);
    assertThat(content.getBoolean("cut")).isTrue();
  }
}
