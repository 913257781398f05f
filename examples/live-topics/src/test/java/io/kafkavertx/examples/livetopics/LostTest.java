package io.kafkavertx.examples.livetopics;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes away is said, and comes back by itself. */
@Tag("slow")
class LostTest extends PageTest {
  private static final LocatorAssertions.ContainsTextOptions PATIENT =
      new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

  @Test
  void aLostConnectionIsSaidAndReadingGoesOnWhereItStopped() {
    String topic = site.newTopic(1);
    Site.watch(page, topic);
    site.store(Site.record(topic, "before", "v"));
    assertThat(Site.row(page, "before")).isVisible();
    assertThat(page.locator("#total-lag")).hasText("none");

    site.stopServing();
    assertThat(page.locator("#banner")).containsText("connection to the server is lost");
    site.store(Site.record(topic, "meanwhile", "v"));
    site.serveAgain();

    assertThat(page.locator("#banner"))
        .isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(60_000));
    assertThat(Site.row(page, "meanwhile")).isVisible();
    assertThat(page.locator(".row")).hasCount(2);
  }

  @Test
  void aBrokerThatIsGoneIsSaidAndReadingGoesOnWhenItIsBack() {
    String topic = site.newTopic(1);
    Site.watch(page, topic);
    site.store(Site.record(topic, "before", "v"));
    assertThat(Site.row(page, "before")).isVisible();

    site.broker.kill();
    try {
      assertThat(page.locator("#banner")).containsText("No broker answers", PATIENT);
      assertThat(Site.row(page, "before")).isVisible();
    } finally {
      site.broker.restart();
    }
    assertThat(page.locator("#banner"))
        .isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(60_000));
    site.store(Site.record(topic, "after", "v"));
    assertThat(Site.row(page, "after")).isVisible();
  }
}
