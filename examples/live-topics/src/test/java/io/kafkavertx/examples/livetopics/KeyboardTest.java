package io.kafkavertx.examples.livetopics;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No pointer is touched in here. */
@Tag("slow")
class KeyboardTest extends PageTest {
  @Test
  void everythingCanBeDoneWithKeysAlone() {
    String topic = site.newTopic(1);
    site.store(Site.record(topic, "older", "{\"n\":1}"));
    site.store(Site.record(topic, "newer", "{\"n\":2}"));
    assertThat(page.locator("[data-name='" + topic + "']")).isVisible();

    press("/");
    page.keyboard().type(topic);
    press("Enter");
    assertThat(page.locator("#view-name")).hasText(topic);
    assertThat(page.locator(".row")).hasCount(2);

    press("j");
    assertThat(page.locator("#detail pre").first()).hasText("newer");
    press("j");
    assertThat(page.locator("#detail pre").first()).hasText("older");
    press("Escape");
    assertThat(page.locator("#detail")).isHidden();
    assertThat(page.locator("#records")).isFocused();
    press("ArrowDown");
    press("Enter");
    assertThat(page.locator("#detail")).isFocused();
    press("Escape");

    press("Space");
    assertThat(page.locator("#mode-text")).hasText("Paused");
    press("Space");
    assertThat(page.locator("#mode-text")).hasText("Live");

    press("g");
    assertThat(page.locator("#seek input[value=BEGINNING]")).isFocused();
    press("Enter");
    assertThat(page.locator("#seek")).isHidden();
    assertThat(page.locator(".row")).hasCount(2);

    press("p");
    assertThat(page.locator("#produce-value")).isFocused();
    page.keyboard().type("{\"n\":3}");
    press("Control+Enter");
    assertThat(page.locator("#produce-result")).containsText("offset 2");
    press("Escape");
    assertThat(page.locator(".row")).hasCount(3);

    press("?");
    assertThat(page.locator("#help")).containsText("Produce a record");
    press("Escape");
    assertThat(page.locator("#help")).isHidden();
  }

  @Test
  void tabVisitsEachControlOnceAndShowsWhereItIs() {
    String topic = site.newTopic(1);
    site.store(Site.record(topic, "k", "v"));
    Site.watch(page, topic);
    assertThat(page.locator(".row")).hasCount(1);
    page.evaluate("document.activeElement.blur()");

    Set<String> visited = new LinkedHashSet<>();
    for (int i = 0; i < 40; i++) {
      press("Tab");
      String at =
          (String) page.evaluate("document.activeElement.id || document.activeElement.tagName");
      if (at.equals("BODY") || !visited.add(at)) {
        break;
      }
      assertThat(
              page.evaluate(
                  "(() => { const s = getComputedStyle(document.activeElement);"
                      + " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 })()"))
          .as("the focus is seen at " + at)
          .isEqualTo(true);
    }
    assertThat(visited)
        .containsSubsequence(
            "open-produce",
            "theme",
            "open-help",
            "topic-filter",
            "topic-list",
            "pause",
            "open-seek",
            "record-filter",
            "records");
  }

  @Test
  void shortcutsOfOneKeyCanBeTurnedOff() {
    page.locator("#open-help").press("Enter");
    page.locator("#help input[type=checkbox]").press("Space");
    press("Escape");
    press("p");
    assertThat(page.locator("#produce")).isHidden();
    press("?");
    assertThat(page.locator("#help")).isVisible();
  }

  private void press(String key) {
    page.keyboard().press(key);
  }
}
