package io.kafkavertx.examples.livetopics;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.kafkavertx.spi.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Widths, colours and roles. */
@Tag("slow")
class LookTest {
  private final Site site = Site.get();

  @Test
  void nothingIsWiderThanAPhone() {
    String topic = site.newTopic(12);
    site.store(Site.record(topic, "k".repeat(300), "{\"v\":\"" + "w".repeat(3_000) + "\"}"));
    Page page = site.page(new Browser.NewContextOptions().setViewportSize(360, 740));
    try {
      fits(page);
      page.locator("#open-topics").click();
      assertThat(page.locator("#topics")).isVisible();
      fits(page);
      Site.pick(page, topic);
      assertThat(page.locator("#topics")).isHidden();
      assertThat(page.locator(".row")).hasCount(1);
      fits(page);
      page.locator(".row").click();
      assertThat(page.locator("#detail .j-string")).isVisible();
      fits(page);
      page.locator("#detail .detail-title button").click();
      for (String dialog : List.of("produce", "seek")) {
        page.locator("#open-" + dialog).click();
        fits(page);
        page.keyboard().press("Escape");
      }
    } finally {
      page.context().close();
    }
  }

  @Test
  void contrastsAndRolesPassAxeInLightAndDark() throws IOException {
    String topic = site.newTopic(2);
    site.store(
        Site.record(topic, "k", "{\"a\":[1,true,null,\"s\"]}").header(Header.of("trace", "abc")));
    site.store(Site.record(topic, null, null));
    site.store(Site.record(topic, "text", "plain"));
    String axe = Files.readString(Chromium.modules().resolve("axe-core").resolve("axe.min.js"));
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page =
          site.page(
              new Browser.NewContextOptions()
                  .setViewportSize(1440, 900)
                  .setColorScheme(scheme)
                  .setReducedMotion(ReducedMotion.REDUCE)
                  .setBypassCSP(true));
      try {
        page.evaluate(axe);
        assertThat(page.locator(".topic").first()).isVisible();
        passes(page, "welcome " + scheme);
        Site.watch(page, topic);
        assertThat(page.locator(".row")).hasCount(3);
        Site.row(page, "\"a\"").click();
        passes(page, "records " + scheme);
        page.locator("#open-seek").click();
        passes(page, "seek " + scheme);
        page.keyboard().press("Escape");
        page.locator("#open-produce").click();
        page.locator("#produce-send").click();
        passes(page, "produce " + scheme);
        page.keyboard().press("Escape");
        page.locator("#open-help").click();
        passes(page, "help " + scheme);
      } finally {
        page.context().close();
      }
    }
  }

  @Test
  void theThemeFollowsTheSystemUntilOneIsChosenAndIsRemembered() {
    Page page = site.page(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK));
    try {
      assertThat(brightness(page)).isLessThan(60);
      page.locator("#theme").click();
      assertThat(brightness(page)).isGreaterThan(200);
      page.reload();
      assertThat(brightness(page)).isGreaterThan(200);
      page.locator("#theme").click();
      assertThat(brightness(page)).isLessThan(60);
    } finally {
      page.context().close();
    }
  }

  @Test
  void nothingMovesForThoseWhoWantThatNot() {
    String topic = site.newTopic(1);
    Page page = site.page(new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE));
    try {
      Site.watch(page, topic);
      site.store(Site.record(topic, "k", "v"));
      assertThat(page.locator(".row")).hasCount(1);
      assertThat(page.evaluate("document.getAnimations().length")).isEqualTo(0);
    } finally {
      page.context().close();
    }
  }

  private static void fits(Page page) {
    assertThat(page.evaluate("document.scrollingElement.scrollWidth")).isEqualTo(360);
    Object wide =
        page.evaluate(
            "[...document.querySelectorAll('button, input, select, textarea, .row, h1, h2')]"
                + ".filter(e => e.getClientRects().length > 0 && !e.closest('.partitions, .sr')"
                + " && !e.matches('.skip'))"
                + ".filter(e => e.getBoundingClientRect().right > 360.5)"
                + ".map(e => e.outerHTML.slice(0, 120))");
    assertThat((List<?>) wide).isEmpty();
  }

  private static int brightness(Page page) {
    return ((Number)
            page.evaluate(
                "getComputedStyle(document.body).backgroundColor.match(/\\d+/g)"
                    + ".slice(0, 3).reduce((a, b) => a + Number(b), 0) / 3 | 0"))
        .intValue();
  }

  private static void passes(Page page, String where) {
    Object found =
        page.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v =>"
                + " ({rule: v.id, where: v.nodes.map(n => n.html.slice(0, 140) + ' '"
                + " + n.failureSummary).slice(0, 3).join(' | ')})))");
    assertThat((List<?>) found).as(where).map(Map.class::cast).isEmpty();
  }
}
