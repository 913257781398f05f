package io.kafkavertx.examples.livetopics;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.kafkavertx.examples.livetopics.demo.DemoTraffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Makes the pictures of docs/live-topics.md when asked to; that page says how. */
@EnabledIfSystemProperty(named = "screenshots", matches = ".+")
class ScreenshotsTest {
  /** So much for the charts of the last minute to fill. */
  private static final int WARM_UP_MS = 50_000;

  private static final long MOST_BYTES = 150 << 10;

  private final Site site = Site.get();
  private final Path directory = Path.of(System.getProperty("screenshots"));

  @Test
  void ofTheDemoTraffic() throws IOException {
    site.vertx.deployVerticle(new DemoTraffic(site.broker.bootstrapServers())).await();
    Page light = open(1280, 800, ColorScheme.LIGHT, "shop.orders");
    Page dark = open(1280, 800, ColorScheme.DARK, "web.clicks");
    Page phone = open(360, 740, ColorScheme.LIGHT, "shop.payments");
    dark.waitForTimeout(WARM_UP_MS);

    light.locator(".row").nth(2).click();
    assertThat(light.locator("#detail .json")).isVisible();
    save(light, "light");
    assertThat(dark.locator("#sampling")).containsText("Showing about");
    save(dark, "dark");
    save(phone, "phone");
  }

  private Page open(int width, int height, ColorScheme scheme, String topic) {
    Page page =
        site.page(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setTimezoneId("Europe/Zurich"));
    Site.watch(page, topic);
    return page;
  }

  private void save(Page page, String name) throws IOException {
    JsonObject wanted = new JsonObject();
    wanted.addProperty("format", "webp");
    wanted.addProperty("quality", 84);
    String base64 =
        page.context()
            .newCDPSession(page)
            .send("Page.captureScreenshot", wanted)
            .get("data")
            .getAsString();
    Path file = directory.resolve("live-topics-" + name + ".webp");
    Files.write(file, Base64.getDecoder().decode(base64));
    page.context().close();
    assertThat(Files.size(file)).isLessThan(MOST_BYTES);
  }
}
