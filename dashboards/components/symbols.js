// @ts-check
import { html, svg } from 'lit';
import { shape } from './alarms.js';

const OUTLINES = {
  octagon: svg`<path d="M15.5 3h15L43 15.5v15L30.5 43h-15L3 30.5v-15Z"/>`,
  triangle: svg`<path d="M23 3 44 41H2Z"/>`,
  circle: svg`<circle cx="23" cy="23" r="20"/>`,
  diamond: svg`<path d="M23 2 44 23 23 44 2 23Z"/>`,
  square: svg`<rect x="5" y="5" width="36" height="36" rx="5"/>`,
};

/**
 * The sign of a priority: filled while it needs somebody, an outline once somebody is on it.
 * @param {number} priority @param {boolean} filled
 */
export function symbol(priority, filled) {
  const s = shape(priority);
  return html`<svg class="symbol p${priority} ${filled ? 'filled' : 'outline'}" viewBox="0 0 46 46" aria-hidden="true">
    ${OUTLINES[s]}<text x="23" y=${s === 'triangle' ? 36 : 31} text-anchor="middle">${priority}</text></svg>`;
}

/** The small sign without its number, for tiles. @param {number} priority */
export function sign(priority) {
  return html`<svg class="sign" viewBox="0 0 46 46" aria-hidden="true">${OUTLINES[shape(priority)]}</svg>`;
}

/** Small line pictures. Words stand beside them always. */
const PICTURES = {
  sound: svg`<path d="M4 9v6h4l5 4V5L8 9Z"/><path d="M16.5 8.5a5 5 0 0 1 0 7M19 6a9 9 0 0 1 0 12"/>`,
  silent: svg`<path d="M4 9v6h4l5 4V5L8 9Z"/><path d="m16.5 9.5 5 5m0-5-5 5"/>`,
  window: svg`<rect x="4" y="4" width="16" height="16" rx="1.5"/><path d="M12 4v16M4 12h8"/>`,
  staff: svg`<circle cx="12" cy="7.5" r="3.5"/><path d="M5 20c0-4 3-6.5 7-6.5s7 2.500 7 6.500"/>`,
  user: svg`<circle cx="12" cy="8" r="4"/><path d="M4.500 20.500c0-4 3.200-6.500 7.500-6.500s7.500 2.500 7.500 6.500"/>`,
  back: svg`<path d="m14 5-7 7 7 7"/>`,
  broken: svg`<path d="M12 3 2.500 20h19Z"/><path d="M12 10v5m0 2.500v.1"/>`,
};

/** @param {keyof typeof PICTURES} name */
export function picture(name) {
  return html`<svg class="picture" viewBox="0 0 24 24" aria-hidden="true">${PICTURES[name]}</svg>`;
}
