import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setLanguage } from '../components/i18n/index.js';
import { lastText, valueText } from '../room/values.js';

const point = (/** @type {object} */ p) => /** @type {any} */ ({ kind: 'k', unit: '', states: [], ...p });
const value = (/** @type {object} */ v) => /** @type {any} */ ({ p: 1, v: null, q: 'GOOD', r: 'NONE', s: 0, t: 0, ...v });

test('a text point shows its text, or that there is none', () => {
  setLanguage('en', 'Europe/Berlin', {});
  const firmware = point({ kind: 'device.firmware', type: 'TEXT' });
  assert.equal(lastText(firmware, value({ x: 'CG 3.02' })), 'CG 3.02');
  for (const none of [undefined, value({ x: null }), value({ x: '' })]) assert.equal(lastText(firmware, none), 'no value');
});

test('other points show their value', () => {
  assert.equal(lastText(point({ type: 'NUMBER', unit: '°C' }), value({ v: 21.46 })), '21.5\u00a0°C');
  assert.equal(lastText(point({ type: 'BOOLEAN', kind: 'window.open' }), value({ v: 1 })), 'open');
  assert.equal(valueText(point({ type: 'STATE', states: ['off', 'steady'] }), 1), 'on');
  assert.equal(lastText(point({ type: 'NUMBER' }), undefined), 'no value');
});
