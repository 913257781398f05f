package io.kafkavertx.examples.livetopics;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Header;
import io.vertx.core.buffer.Buffer;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a person sees of records, and how they move among them. */
@Tag("slow")
class RecordsPageTest extends PageTest {
  @Test
  void aPickedTopicShowsItsRecordsEachAsWhatItIs() {
    String topic = site.newTopic(1);
    site.store(
        Site.record(topic, "k-json", "{\"id\":12345678901234567890,\"who\":{\"name\":\"Ada\"}}")
            .header(Header.of("trace", "abc-1")));
    site.store(Site.record(topic, "k-dead", null));
    site.store(
        new ProducerRecord<>(
            topic,
            0,
            null,
            Buffer.buffer("k-bin"),
            Buffer.buffer(new byte[] {(byte) 0xC0, (byte) 0xDE, 0, 7}),
            List.of()));
    Site.pick(page, topic);

    assertThat(Site.row(page, "k-dead")).containsText("tombstone");
    assertThat(Site.row(page, "k-bin")).containsText("c0 de 00 07");
    Site.row(page, "k-json").click();
    Locator detail = page.locator("#detail");
    // JSON.parse would have rounded it.
    assertThat(detail.locator(".j-number")).hasText("12345678901234567890");
    assertThat(detail.locator(".headers")).containsText("abc-1");
    assertThat(detail.locator(".facts")).containsText("UTC");
    Locator name = detail.getByText("\"Ada\"");
    assertThat(name).isVisible();
    detail.locator("summary").nth(1).click();
    assertThat(name).isHidden();

    site.store(Site.record(topic, "k-live", "came while watching"));
    assertThat(Site.row(page, "k-live")).isVisible();
  }

  @Test
  void whatRecordsHoldIsNeverMarkup() {
    String topic = site.newTopic(1);
    String attack = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";
    site.store(Site.record(topic, attack, attack).header(Header.of(attack, attack)));
    site.store(Site.record(topic, "json", "{\"" + attack.replace("\"", "'") + "\":1}"));
    Site.watch(page, topic);

    assertThat(page.locator(".row .c-value").last()).containsText("<img src=x");
    page.locator(".row").last().click();
    assertThat(page.locator("#detail .headers dt")).containsText("onerror");
    page.locator(".row").first().click();
    assertThat(page.locator("#detail .j-key")).containsText("<img");
    assertThat(page.locator("#main img, #main script, #detail img, #detail script")).hasCount(0);
    assertThat(page.evaluate("window.hacked === undefined")).isEqualTo(true);
  }

  @Test
  void theFilterLeavesWhatContainsTheText() {
    String topic = site.newTopic(1);
    site.store(Site.record(topic, "a", "green tea"));
    site.store(Site.record(topic, "b", "black tea"));
    Site.watch(page, topic);
    assertThat(page.locator(".row")).hasCount(2);

    page.locator("#record-filter").fill("GREEN");
    assertThat(page.locator(".row")).hasCount(1);
    assertThat(page.locator(".row mark")).hasText("green");
    assertThat(page.locator("#match-count")).hasText("1 of the 2 shown match");
    page.locator("#record-filter").fill("coffee");
    assertThat(page.locator("#nothing")).containsText("None of the records shown");
  }

  @Test
  void aPauseHoldsRecordsBackAndGoingOnBringsThem() {
    String topic = site.newTopic(1);
    Site.watch(page, topic);
    assertThat(page.locator("#nothing")).containsText("This topic is empty");
    page.locator("#pause").click();
    assertThat(page.locator("#mode-text")).hasText("Paused");

    site.store(Site.record(topic, "held", "1"));
    site.store(Site.record(topic, "held", "2"));
    assertThat(page.locator("#total-lag")).hasText("2");
    assertThat(page.locator(".card-lag")).hasText("2 behind");
    assertThat(page.locator(".row")).hasCount(0);

    page.locator("#pause").click();
    assertThat(page.locator(".row")).hasCount(2);
    assertThat(page.locator("#total-lag")).hasText("none");
  }

  @Test
  void aJumpToAnOffsetReadsAPageWithoutGapsAndWaits() {
    String topic = site.newTopic(1);
    List<ProducerRecord<Buffer, Buffer>> records = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      records.add(Site.record(topic, "k" + i, "v" + i));
    }
    site.store(records);
    Site.watch(page, topic);
    assertThat(Site.row(page, "k499")).isVisible();

    page.locator("#open-seek").click();
    page.locator("#seek-offset").fill("100");
    page.locator("#seek button[type=submit]").click();
    assertThat(page.locator("#mode-text")).hasText("Read without gaps up to here; 200 more");
    assertThat(page.locator(".row").first()).hasAttribute("aria-setsize", "200");
    page.locator("#records").press("End");
    assertThat(page.locator("#detail .facts")).containsText("Offset100");

    // Once to close the record, once to get back to the newest.
    page.keyboard().press("Escape");
    page.keyboard().press("Escape");
    page.locator("#pause").click();
    assertThat(page.locator("#mode-text")).hasText("Live");
    assertThat(Site.row(page, "k499")).isVisible();
    assertThat(page.locator(".row").first()).hasAttribute("aria-setsize", "400");
  }

  @Test
  void aJumpToATimeStartsAtTheFirstRecordThatIsAsYoung() {
    String topic = site.newTopic(1);
    LocalDateTime day = LocalDateTime.now().minusDays(2).truncatedTo(ChronoUnit.SECONDS);
    for (int hour = 0; hour < 4; hour++) {
      long at = day.plusHours(hour).atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();
      site.store(Site.record(topic, "hour-" + hour, "v").at(at));
    }
    Site.watch(page, topic);
    assertThat(page.locator(".row")).hasCount(4);

    page.locator("#open-seek").click();
    page.locator("#seek-time").fill(day.plusHours(1).plusMinutes(1).toString());
    page.locator("#seek button[type=submit]").click();
    assertThat(page.locator(".row")).hasCount(2);
    assertThat(page.locator(".row").last()).containsText("hour-2");
  }
}
