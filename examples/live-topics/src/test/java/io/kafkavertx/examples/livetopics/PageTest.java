package io.kafkavertx.examples.livetopics;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with a page of its own. */
abstract class PageTest {
  final Site site = Site.get();
  Page page;

  @BeforeEach
  void open() {
    page = site.page();
  }

  @AfterEach
  void close() {
    page.context().close();
  }
}
