// @ts-check
/** Words in the reader's language. */
import { Refused } from '../api.js';
import { Clock, durationMs } from '../time.js';
import de from './de.js';
import en from './en.js';
import zh from './zh-CN.js';

/** @type {Record<string, Record<string, string>>} */
export const LANGUAGES = { en, de, 'zh-CN': zh };
const KEY = 'wardlight.language';

let language = 'en';
/** Texts that the server's rules bring along. @type {Record<string, string>} */
let ruleTexts = {};
let zone = 'UTC';
let clock = new Clock(zone, language);

/**
 * The language we have that comes nearest.
 * @param {string|null|undefined} tag BCP 47
 */
export function nearest(tag) {
  if (!tag) return undefined;
  const base = tag.toLowerCase().split('-')[0];
  return Object.keys(LANGUAGES).find((l) => l.toLowerCase().split('-')[0] === base);
}

/** What this person chose on this screen. */
export const chosenLanguage = () => nearest(localStorage.getItem(KEY));

/** @param {string} tag */
export function chooseLanguage(tag) {
  localStorage.setItem(KEY, tag);
}

/** The choice beats the account's language, and that the facility's. @param {{user?:string, facility?:string, browser?:string}} from */
export function pickLanguage(from) {
  return chosenLanguage() ?? nearest(from.user) ?? nearest(from.facility) ?? nearest(from.browser) ?? 'en';
}

/** @param {string} tag @param {string} facilityZone @param {Record<string,string>} [texts] */
export function setLanguage(tag, facilityZone, texts) {
  language = LANGUAGES[tag] ? tag : 'en';
  zone = facilityZone;
  ruleTexts = texts ?? ruleTexts;
  clock = new Clock(zone, language);
  if (typeof document !== 'undefined') document.documentElement.lang = language;
}

export const currentLanguage = () => language;
export const clocks = () => clock;

/** @param {string} key */
export function has(key) {
  return key in ruleTexts || key in LANGUAGES[language] || key in en;
}

/**
 * The text of a key with its placeholders filled. Rule texts come first: they know their reasons best.
 * @param {string} key @param {Record<string, string|number>} [args]
 */
export function t(key, args = {}) {
  const text = ruleTexts[key] ?? LANGUAGES[language][key] ?? en[/** @type {keyof typeof en} */ (key)] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => (name in args ? String(args[name]) : '–'));
}

/** A number with this many decimals, in the reader's notation. @param {number} n @param {number} decimals */
export function number(n, decimals) {
  return new Intl.NumberFormat(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(n);
}

/** A length of time in words: 45 s, 15 min, 2 h 30 min. @param {number} ms */
export function span(ms) {
  const s = Math.round(ms / 1000);
  /** @param {number} n @param {string} of */
  const unit = (n, of) => new Intl.NumberFormat(language, { style: 'unit', unit: of, unitDisplay: 'short' }).format(n);
  if (s < 120 && s % 60 !== 0) return unit(s, 'second');
  const min = Math.round(s / 60);
  if (min < 60) return unit(min, 'minute');
  return min % 60 === 0 ? unit(min / 60, 'hour') : `${unit(Math.floor(min / 60), 'hour')} ${unit(min % 60, 'minute')}`;
}

/**
 * An argument of a reason as people read it: instants become clock times, durations words.
 * @param {string} value
 */
export function argument(value) {
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return clock.minute(Date.parse(value));
  if (/^PT?\d/.test(value)) {
    const ms = durationMs(value);
    if (Number.isFinite(ms)) return span(ms);
  }
  if (/^-?\d+\.\d+$/.test(value)) return number(Number(value), 1);
  return has(`quality.${value}`) ? t(`quality.${value}`) : value;
}

/** What the desk says of another alarm: the kind it names is that alarm's. */
const OF_ALARMS = new Set(['escalation.exhausted', 'shelving.overdue', 'alarm.chatter']);

/** Why something holds. Empty if no language knows the reason. @param {import('../types.js').Reason} reason */
export function why(reason) {
  const key = `reason.${reason.key}`;
  /** @param {string} name @param {string} value */
  const words = (name, value) => (name !== 'kind' ? argument(value) : OF_ALARMS.has(reason.key) ? alarmTitle(value) : kindName(value));
  const args = Object.fromEntries(Object.entries(reason.args).map(([k, v]) => [k, words(k, v)]));
  if (has(key)) return t(key, args);
  return Object.values(args).join(' · ');
}

/** What an alarm is, in words. @param {string} kind */
export function alarmTitle(kind) {
  return has(`alarm.${kind}`) ? t(`alarm.${kind}`) : kind.replaceAll('.', ' ');
}

/** What maintenance is for. */
const TECHNICAL = /^(device|output|sensor)\./;

/** The kinds of alarms that rules raise about residents. */
export const ruleKinds = () => Object.keys(ruleTexts).flatMap((k) => (k.startsWith('alarm.') && !k.endsWith('.short') ? [k.slice('alarm.'.length)] : [])).filter((k) => !TECHNICAL.test(k));

/** What a point means, in words. @param {string} kind */
export const kindName = (kind) => (has(`kind.${kind}`) ? t(`kind.${kind}`) : kind);

/** What a person gave as reason: one of those offered, or their own words. @param {string} family @param {string} reason */
export const reasonWords = (family, reason) => (has(`${family}.${reason}`) ? t(`${family}.${reason}`) : reason);

/** Why something asked of the server was not done. @param {unknown} e what the request threw */
export function problemWords(e) {
  const key = e instanceof Refused ? `error.${e.key}` : 'error.unreachable';
  return has(key) ? t(key) : t('error.other', { key });
}

/** The same for the little room of a tile. @param {string} kind */
export function alarmShort(kind) {
  return has(`alarm.${kind}.short`) ? t(`alarm.${kind}.short`) : alarmTitle(kind);
}
