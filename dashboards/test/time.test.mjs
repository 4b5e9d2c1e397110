import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argument, setLanguage } from '../components/i18n/index.js';
import { age, Clock, durationMs, stopwatch } from '../components/time.js';

test('ages count in seconds for an hour, then in hours, then in days', () => {
  assert.equal(age(12_000), '0:12');
  assert.equal(age(59 * 60_000 + 59_000), '59:59');
  assert.equal(age(65 * 60_000), '1 h 05');
  assert.equal(age(3 * 86_400_000), '3 d');
  assert.equal(age(-5), '0:00', 'a clock that is ahead shows no negative age');
});

test('a stopwatch shows hours only when there are some', () => {
  assert.equal(stopwatch(912_000), '15:12');
  assert.equal(stopwatch(7_510_000), '2:05:10');
});

test('ISO durations are read, anything else is none', () => {
  assert.equal(durationMs('PT15M'), 900_000);
  assert.equal(durationMs('PT1H0.5S'), 3_600_500);
  for (const bad of ['P', 'PT', '15', 'PT15']) assert.ok(Number.isNaN(durationMs(bad)), bad);
});

test('clocks show the time of the facility, on both sides of the change to winter time', () => {
  const clock = new Clock('Europe/Berlin', 'en');
  assert.equal(clock.minute(Date.parse('2026-10-25T00:30:00Z')), '02:30');
  assert.equal(clock.minute(Date.parse('2026-10-25T01:30:00Z')), '02:30');
  assert.equal(clock.minute(Date.parse('2026-10-25T23:00:00Z')), '00:00', 'midnight is 00:00, never 24:00');
});

test('what was on another day names the day', () => {
  const clock = new Clock('Europe/Berlin', 'en');
  assert.match(clock.since(Date.parse('2026-11-21T18:00:00Z'), Date.parse('2026-11-22T01:00:00Z')), /Sat.*19:00/);
});

test('arguments of reasons are said in the language and zone of the reader', () => {
  setLanguage('de', 'Europe/Berlin');
  assert.equal(argument('2026-11-22T01:11:00Z'), '02:11');
  assert.equal(argument('PT15M'), '15 Min.');
  assert.equal(argument('21.5'), '21,5');
  assert.equal(argument('TIMEOUT'), 'antwortet nicht');
  assert.equal(argument('203-io'), '203-io');
  setLanguage('zh-CN', 'Asia/Shanghai');
  assert.match(argument('PT15M'), /15\s?分钟/);
});

test('times on an axis are those of the facility, on nights of 23 and 25 hours and in zones of half hours, too', () => {
  const iso = (/** @type {number[]} */ times) => times.map((at) => new Date(at).toISOString().slice(0, 16));
  const from = Date.parse('2026-10-24T00:00:00Z');
  const berlin = new Clock('Europe/Berlin', 'de');
  assert.deepEqual(iso(berlin.every(1440, from, from + 3 * 86400000, 720)), ['2026-10-24T10:00', '2026-10-25T11:00', '2026-10-26T11:00']);
  const spring = Date.parse('2026-03-28T12:00:00Z');
  assert.deepEqual(iso(berlin.every(1440, spring, spring + 2 * 86400000)), ['2026-03-28T23:00', '2026-03-29T22:00']);
  assert.deepEqual(iso(new Clock('Asia/Kolkata', 'en').every(360, from, from + 43200000)), ['2026-10-24T00:30', '2026-10-24T06:30']);
  assert.deepEqual(iso(berlin.every(10, from, from + 1200000)), ['2026-10-24T00:00', '2026-10-24T00:10', '2026-10-24T00:20']);
});
