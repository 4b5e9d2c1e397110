package org.wardlight.tests.browser;

import com.microsoft.playwright.options.ViewportSize;

/** How somebody looks at a page. */
record Look(String language, int width, int height) {
  static final Look DESK = new Look("en", 1600, 900);
  static final Look PHONE = new Look("en", 390, 844);

  Look withLanguage(String tag) {
    return new Look(tag, width, height);
  }

  ViewportSize size() {
    return new ViewportSize(width, height);
  }
}
