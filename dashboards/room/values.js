// @ts-check
/** Values of points in words. */
import { number, t } from '../components/i18n/index.js';

/** @typedef {import('../components/types.js').Point} Point */

/** The value of a point as people say it. @param {Point} p @param {number|null|undefined} v */
export function valueText(p, v) {
  if (v === null || v === undefined) return t('room.value.none');
  if (p.type === 'STATE') return t(`value.${p.states[v] ?? v}`);
  if (p.type === 'NUMBER') return `${number(v, p.unit === '°C' ? 1 : 0)}\u00a0${p.unit}`.trim();
  const words = p.kind.endsWith('.open') ? ['closed', 'open'] : p.kind === 'bed.occupied' ? ['empty', 'occupied'] : ['no', 'yes'];
  return t(`value.${words[v === 0 ? 0 : 1]}`);
}

/** What was last read of a point as people say it. @param {Point} p @param {import('../components/types.js').Value|undefined} value */
export const lastText = (p, value) => (p.type === 'TEXT' ? value?.x || t('room.value.none') : valueText(p, value?.v));
