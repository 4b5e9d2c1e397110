package org.wardlight.tests.browser;

import com.microsoft.playwright.options.ViewportSize;

/** How somebody looks at a page. */
record Look(String language, String theme, int width, int height) {
  static final Look DESK = new Look("en", "day", 1600, 900);
  static final Look PHONE = new Look("en", "day", 390, 844);

  Look withLanguage(String tag) {
    return new Look(tag, theme, width, height);
  }

  Look withTheme(String name) {
    return new Look(language, name, width, height);
  }

  ViewportSize size() {
    return new ViewportSize(width, height);
  }
}
