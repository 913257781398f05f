package io.kafkavertx.examples.livetopics;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A record stored from the page. */
@Tag("slow")
class ProducePageTest extends PageTest {
  @Test
  void theReplySaysWhereItWasStoredAndShowsIt() {
    String topic = site.newTopic(2);
    Site.watch(page, topic);
    page.locator("#open-produce").click();
    page.locator("#produce-partition").fill("1");
    page.locator("#produce-key").fill("k-1");
    page.locator("#produce-value").fill("{\"made\": \"here\"}");
    page.locator("text=Add a header").click();
    page.locator(".header-row input").first().fill("source");
    page.locator(".header-row input").last().fill("a page");
    page.locator("#produce-send").click();

    assertThat(page.locator("#produce-result"))
        .containsText("Stored in " + topic + ", partition 1, at offset 0");
    page.locator("#produce-result button").click();
    Site.row(page, "k-1").click();
    assertThat(page.locator("#detail .headers")).containsText("a page");
    assertThat(page.locator("#detail .j-string")).hasText("\"here\"");
  }

  @Test
  void whatIsWrongIsSaidReadably() {
    String topic = site.newTopic(1);
    Site.watch(page, topic);
    page.locator("#open-produce").click();
    page.locator("#produce-value").fill("{\"a\": 1,\n \"b\" 2}");
    page.locator("#produce-send").click();
    assertThat(page.locator("#produce-problem")).containsText("line 2, column 6");
    assertThat(page.locator("#produce-value")).isFocused();

    page.locator("#produce-value").fill("{}");
    // Until the page knows how many there are, the broker decides, and that takes longer.
    assertThat(page.locator("[data-name='" + topic + "'] .topic-count"))
        .containsText("1 partitions");
    page.locator("#produce-partition").fill("7");
    page.locator("#produce-send").click();
    assertThat(page.locator("#produce-problem")).hasText(topic + " has one partition: 0.");
    page.locator("#produce-partition").fill("0");
    page.locator("#produce-topic").fill("__consumer_offsets");
    page.locator("#produce-send").click();
    assertThat(page.locator("#produce-result .error")).containsText("Kafka's own");
  }
}
