// @ts-check
/** What the bedside terminal says, worked out without a screen. @typedef {import('./types.js').Bedside} Bedside */
import { clocks, number, t } from '../components/i18n/index.js';
import { toMs } from '../components/time.js';

/**
 * Large words, small words, and what they are about: `calm`, `busy`, `good`, `bad`.
 * @typedef {{tone:'calm'|'busy'|'good'|'bad', title:string, text:string}} Said
 */

/** By the clock on the wall of this house. @param {string|null} name @param {number} now */
export function greeting(name, now) {
  const hour = Number.parseInt(clocks().minute(now), 10);
  const part = hour >= 5 && hour < 12 ? 'morning' : hour >= 12 && hour < 18 ? 'afternoon' : 'evening';
  return name ? t(`bedside.${part}.name`, { name }) : t(`bedside.${part}`);
}

/**
 * How far the call is. What the resident has pressed counts before what the server said earlier.
 * @param {import('./press.js').Way} way @param {Bedside['call']} call @param {number} now @returns {Said}
 */
export function said(way, call, now) {
  if (way === 'kept') return { tone: 'bad', title: t('bedside.kept'), text: t('bedside.kept.text') };
  if (way === 'failed') return { tone: 'bad', title: t('bedside.failed'), text: t('bedside.failed.text') };
  if (way === 'sending' && call.progress !== 'HERE' && call.progress !== 'COMING') return { tone: 'busy', title: t('bedside.sending'), text: t('bedside.sending.text') };
  const since = call.since ? clocks().since(toMs(call.since), now) : '';
  const note = call.test ? t('bedside.test') : call.recorded ? '' : t('bedside.unrecorded');
  /** @param {Said['tone']} tone @param {string} title @param {string} text */
  const say = (tone, title, text) => ({ tone, title, text: [text, note].filter(Boolean).join(' ') });
  switch (call.progress) {
    case 'CALLING':
      return say('busy', t(call.emergency ? 'bedside.calling.emergency' : 'bedside.calling'), t('bedside.calling.text', { time: since }));
    case 'COMING':
      return say('good', call.by ? t('bedside.coming', { name: call.by }) : t('bedside.coming.somebody'), t('bedside.coming.text', { time: since }));
    case 'HERE':
      return say('good', call.by ? t('bedside.here', { name: call.by }) : t('bedside.here.somebody'), t('bedside.here.text', { time: since }));
    case 'DONE':
      return { tone: 'good', title: t('bedside.done'), text: t('bedside.done.text') };
    default:
      return { tone: 'calm', title: t('bedside.none'), text: t('bedside.none.text') };
  }
}

/**
 * What stands beside - and +: what is, what it goes to, or why nothing can be set.
 * @param {'light'|'temperature'} what @param {import('./types.js').Control} c @param {number|null} celsius of the room
 */
export function reading(what, c, celsius) {
  /** @param {number} n */
  const shown = (n) => (what === 'temperature' ? `${number(n, 1)} °C` : n === 0 ? t('bedside.light.off') : `${number(n, 0)} %`);
  const value = c.value === null ? '–' : shown(c.value);
  const goes = c.wanted !== null && c.value !== null && Math.abs(c.wanted - c.value) > (what === 'temperature' ? 0.24 : 0.6);
  if (c.possible !== 'YES') return { value, note: t(c.possible === 'STAFF' ? 'bedside.held.by.staff' : 'bedside.not.possible') };
  if (goes) return { value, note: t('bedside.goes.to', { value: shown(/** @type {number} */ (c.wanted)) }) };
  return { value, note: what === 'temperature' && celsius !== null ? t('bedside.room.is', { value: `${number(celsius, 1)} °C` }) : '' };
}

/** Whether it can go a step further. @param {import('./types.js').Control} c @param {boolean} up */
export function mayStep(c, up) {
  const at = c.wanted ?? c.value;
  if (c.possible !== 'YES' || at === null) return false;
  return up ? c.max !== null && at < c.max : c.min !== null && at > c.min;
}
