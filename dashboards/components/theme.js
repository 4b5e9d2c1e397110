// @ts-check
/** Day and night: follows the wards unless a person forces one of them. */
const KEY = 'wardlight.theme';

/** @typedef {'auto'|'day'|'night'} Theme */

/** @returns {Theme} */
export function chosenTheme() {
  const kept = localStorage.getItem(KEY);
  return kept === 'day' || kept === 'night' ? kept : 'auto';
}

/** @param {Theme} theme */
export function chooseTheme(theme) {
  localStorage.setItem(KEY, theme);
}

/** @param {boolean} night whether it is night in the wards on the screen */
export function showTheme(night) {
  const theme = chosenTheme();
  const dark = theme === 'night' || (theme === 'auto' && night);
  document.documentElement.dataset.theme = dark ? 'night' : 'day';
}
