// @ts-check
/** What every live page shares: one model, one connection, one sound, and how they start. */
import { callers } from './alarms.js';
import { get, Refused, toLogin } from './api.js';
import { pickLanguage, setLanguage } from './i18n/index.js';
import { LiveClient } from './live.js';
import { Model } from './model.js';
import { screenName, Seen } from './seen.js';
import { Sound } from './sound.js';
import { showTheme } from './theme.js';
import { everySecond } from './ticker.js';

export const model = new Model();
export const live = new LiveClient((frame) => model.apply(frame), screenName(localStorage, (bytes) => crypto.getRandomValues(bytes)));
export const seen = new Seen(live, () => document.visibilityState === 'visible');
export const sound = new Sound();

const WARD_KEY = 'wardlight.ward';

/** The ward that this screen is for; empty for all. */
export const view = { ward: localStorage.getItem(WARD_KEY) ?? '' };

/** @param {string} ward */
export function chooseWard(ward) {
  view.ward = ward;
  localStorage.setItem(WARD_KEY, ward);
  live.watch({ ward: shownWard() });
  sound.update(callers(shownAlarms()));
}

/** The one ward on this screen; null for all, also if the chosen one no longer exists. */
function shownWard() {
  return !model.facility || model.wards.some((w) => w.id === view.ward) ? view.ward || null : null;
}

/** The wards on this screen. */
export function shownWards() {
  const ward = shownWard();
  return ward === null ? model.wards : model.wards.filter((w) => w.id === ward);
}

/** Open alarms of the wards on this screen and of no ward at all; those of other wards are left out. */
export function shownAlarms() {
  const shown = new Set(shownWards().map((w) => w.id));
  const wards = new Set(model.wards.map((w) => w.id));
  return [...model.alarms.values()].filter((a) => shown.has(a.ward) || !wards.has(a.ward));
}

export const mayAct = () => model.user?.role.toUpperCase() === 'NURSE';

/** Shows day or night as the wards on this screen have it. */
export function refreshTheme() {
  const wards = shownWards();
  showTheme(wards.length > 0 && wards.every((w) => w.night));
}

/**
 * Fetches who and where we are, sets the language and connects. Keeps trying while the server is away.
 * @param {string|null} room the room whose every value is wanted
 */
export async function start(room = null) {
  showTheme(matchMedia('(prefers-color-scheme: dark)').matches);
  for (;;) {
    try {
      const me = await get('/me');
      if (me.user.mustChangePassword) return toLogin();
      const language = pickLanguage({ user: me.user.language, facility: me.facility.language, browser: navigator.language });
      setLanguage(language, me.facility.zone);
      model.user = me.user;
      const { texts } = await get(`/texts?lang=${language}`);
      setLanguage(language, me.facility.zone, texts);
      break;
    } catch (e) {
      // The browser of a bed shows what it is for, whatever address somebody typed.
      if (e instanceof Refused && e.key === 'terminal.only') return location.replace('/bedside/');
      if (e instanceof Refused && (e.status === 401 || e.key === 'password.change.needed')) return toLogin();
      await new Promise((done) => setTimeout(done, 2000));
    }
  }
  live.watch({ room, ward: shownWard() });
  live.addEventListener('bye', (e) => {
    if (/** @type {CustomEvent} */ (e).detail === 'session.ended') toLogin();
  });
  live.addEventListener('change', () => {
    document.documentElement.dataset.line = live.state;
    seen.check();
    // A refused connection looks like a lost one: only the session knows the difference.
    if (live.state === 'lost') get('/me').catch((e) => e instanceof Refused && e.status === 401 && toLogin());
  });
  document.addEventListener('visibilitychange', () => {
    live.check();
    seen.check();
  });
  model.watch((change) => {
    if (change.all || change.state) refreshTheme();
    if (change.all) live.watch({ ward: shownWard() });
    if (change.alarms || change.all) {
      seen.retain(model.alarms);
      sound.update(callers(shownAlarms()));
    }
  });
  for (const gesture of ['pointerdown', 'keydown']) addEventListener(gesture, () => void (sound.armed || sound.arm()), { passive: true });
  void sound.arm();
  everySecond(() => sound.tick());
  live.start();
}
