package io.kafkavertx.examples.livetopics;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.kafkavertx.ProducerRecord;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 5,000 records a second. */
@Tag("slow")
class FloodTest {
  private static final int PER_SECOND = 5_000;
  private static final int TICK_MS = 20;
  private static final Pattern NOTE =
      Pattern.compile(
          "Showing about 1 in ([\\d.]+): ([\\d,]+) records/s come, ([\\d,]+)/s are shown.*");
  private static final String FRAMES =
      "() => new Promise(done => { let frames = 0; const end = performance.now() + 3000;"
          + " const next = now => { frames++; now < end ? requestAnimationFrame(next) : done(frames) };"
          + " requestAnimationFrame(next) })";

  private final Site site = Site.get();

  @Test
  void thePageStaysSmoothAndSaysThatItSamples() {
    String topic = site.newTopic(4);
    Page page = site.page();
    try {
      Site.watch(page, topic);
      int idle = ((Number) page.evaluate(FRAMES)).intValue();
      long timer = flood(topic);
      try {
        assertThat(page.locator("#sampling")).containsText("Showing about 1 in");
        int flooded = ((Number) page.evaluate(FRAMES)).intValue();
        // The machine may be busy with other things: a third of an idle page's frames is enough.
        assertThat(flooded).as("frames, of %d when idle", idle).isGreaterThan(idle / 3);

        Matcher note = NOTE.matcher(page.locator("#sampling").textContent());
        assertThat(note.matches()).isTrue();
        double ratio = Double.parseDouble(note.group(1));
        double come = number(note.group(2));
        double shown = number(note.group(3));
        assertThat(shown).isLessThanOrEqualTo(200 * 1.5);
        assertThat(come / shown).isBetween(ratio * 0.8, ratio * 1.25);

        assertThat(page.locator(".row").count()).isLessThan(80);
        page.locator("#pause").click();
        assertThat(page.locator("#mode-text")).hasText("Paused");
        page.locator(".row").nth(3).click();
        assertThat(page.locator("#detail .facts")).isVisible();
      } finally {
        site.vertx.cancelTimer(timer);
      }
    } finally {
      page.context().close();
    }
  }

  private long flood(String topic) {
    Buffer value = Buffer.buffer("{\"page\":\"/tea/green\",\"x\":12,\"y\":345}");
    int[] next = {0};
    return site.vertx.setPeriodic(
        TICK_MS,
        timer -> {
          for (int i = 0; i < PER_SECOND * TICK_MS / 1_000; i++) {
            site.producer.send(
                new ProducerRecord<>(topic, next[0]++ % 4, null, null, value, List.of()));
          }
        });
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace(",", ""));
  }
}
