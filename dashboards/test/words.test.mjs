import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { alarmTitle, LANGUAGES, nearest, setLanguage, t, why } from '../components/i18n/index.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const sources = ['components', 'station', 'room', 'login'].flatMap((d) => readdirSync(`${ROOT}${d}`).filter((f) => f.endsWith('.js')).map((f) => readFileSync(`${ROOT}${d}/${f}`, 'utf8')));

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
