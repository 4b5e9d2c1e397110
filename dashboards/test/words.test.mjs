import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { alarmTitle, LANGUAGES, nearest, ruleKinds, setLanguage, t, why } from '../components/i18n/index.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const sources = ['components', 'station', 'room', 'ward', 'login', 'bedside'].flatMap((d) => readdirSync(`${ROOT}${d}`).filter((f) => f.endsWith('.js')).map((f) => readFileSync(`${ROOT}${d}/${f}`, 'utf8')));

test('all languages have the same keys, none is empty, and placeholders agree', () => {
  const places = (/** @type {string} */ s) => (s.match(/\{\w+\}/g) ?? []).sort().join();
  for (const [language, texts] of Object.entries(LANGUAGES)) {
    assert.deepEqual(Object.keys(texts), Object.keys(LANGUAGES.en), language);
    for (const [key, text] of Object.entries(texts)) {
      assert.notEqual(text.trim(), '', `${language} ${key}`);
      assert.equal(places(text), places(LANGUAGES.en[key]), `${language} ${key}`);
    }
  }
});

test('every key that the pages use exists', () => {
  const used = sources.flatMap((s) => [...s.matchAll(/\bt\('([^']+)'/g)].map((m) => m[1]));
  assert.ok(used.length > 60);
  for (const key of used) assert.ok(key in LANGUAGES.en, key);
});

test('whatever the server can name has words: causes, qualities, kinds of points, what the desk and the field say', () => {
  const api = `${ROOT}../bundles/org.wardlight.api/src/main/java/org/wardlight/api`;
  const constants = (/** @type {string} */ text, /** @type {string} */ name) => [...(new RegExp(`enum ${name} \\{([\\s\\S]*?)\\n\\s*\\}`).exec(text)?.[1] ?? '').matchAll(/^\s+([A-Z_]+),?$/gm)].map((m) => m[1]);
  const causes = constants(readFileSync(`${api}/alarm/Coverage.java`, 'utf8'), 'Cause');
  const qualities = constants(readFileSync(`${api}/point/QualityReason.java`, 'utf8'), 'QualityReason');
  const kinds = [...readFileSync(`${ROOT}../device-configs/point-kinds.yaml`, 'utf8').matchAll(/^([a-z.-]+):\s+\{/gm)].map((m) => m[1]);
  const calls = [...readFileSync(`${ROOT}../device-configs/point-kinds.yaml`, 'utf8').matchAll(/raises: \{alarm: ([a-z.]+)/g)].map((m) => m[1]);
  assert.ok(causes.length >= 9 && qualities.length >= 14 && kinds.length > 50 && calls.length >= 5);
  const keys = [...causes.map((c) => `gap.${c}`), ...qualities.map((q) => `quality.${q}`), ...kinds.map((k) => `kind.${k}`), ...calls.flatMap((c) => [`alarm.${c}`, `alarm.${c}.short`])];
  assert.deepEqual(keys.filter((k) => !(k in LANGUAGES.en)), []);
});

test('every limit of a care plan has a name', () => {
  const limits = Object.keys(JSON.parse(readFileSync(`${ROOT}../device-configs/schema/ward.schema.json`, 'utf8')).$defs.plan.properties);
  assert.ok(limits.length >= 7);
  assert.deepEqual(limits.filter((l) => !(`limit.${l}` in LANGUAGES.en)), []);
});

test('what rules say of residents can be held back, what they say of devices is maintenance', () => {
  setLanguage('en', 'Europe/Berlin', { 'alarm.bed.exit': 'Out of bed', 'alarm.bed.exit.short': 'Bed', 'reason.bed.exit': '', 'alarm.sensor.stuck': 'Stuck' });
  assert.deepEqual(ruleKinds(), ['bed.exit']);
});

test('a note of the desk names the alarm it is about, a fault of a sensor its point', () => {
  setLanguage('en', 'Europe/Berlin', {});
  assert.match(why({ key: 'shelving.overdue', args: { kind: 'bed.exit' } }), /^Out of bed was held back/);
  assert.match(why({ key: 'sensor.unusable', args: { kind: 'call.bed', since: '2026-11-22T01:11:00Z', cause: 'TIMEOUT' } }), /^Bed call button has not been read since 02:11 \(does not answer\)/);
});

test('texts of the rules come before ours, and an unknown alarm still has a name', () => {
  setLanguage('en', 'Europe/Berlin', { 'reason.door': 'Door open since {since}', 'alarm.call.bed': 'Bell' });
  assert.equal(why({ key: 'door', args: { since: '2026-11-22T01:11:00Z' } }), 'Door open since 02:11');
  assert.equal(why({ key: 'never.heard', args: {} }), '');
  assert.equal(alarmTitle('call.bed'), 'Bell');
  assert.equal(alarmTitle('new.kind'), 'new kind');
  setLanguage('en', 'Europe/Berlin', {});
  assert.equal(t('card.going', {}), '– is going', 'a missing argument is shown as missing');
});

test('the nearest language is found by its base', () => {
  assert.equal(nearest('zh'), 'zh-CN');
  assert.equal(nearest('de-AT'), 'de');
  assert.equal(nearest('fr'), undefined);
  assert.equal(nearest(''), undefined);
});
