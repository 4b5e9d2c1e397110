import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../components/time.js';
import { nearest, nightsUntil, shape, steps, top } from '../room/night-values.js';

const way = (more) => ({ since: '2026-11-22T02:10:00Z', light: null, bathroom: null, bathroomLeft: null, back: '2026-11-22T02:17:00Z', staff: null, outcome: 'COMPLETE', seconds: 420, ...more });

test('each outcome has a shape of its own, and what goes on has none', () => {
  const outcomes = ['COMPLETE', 'STEP_MISSING', 'STAFF_ATTENDED', 'STAYED_UP', 'UNKNOWN'];
  assert.equal(new Set(outcomes.map((outcome) => shape(way({ outcome })))).size, 5);
  assert.equal(shape(way({ outcome: null, seconds: null })), null);
  assert.equal(shape(way({ outcome: 'UNKNOWN', seconds: null })), 'lost', 'a length that is not known is not drawn as one');
});

test('steps are in the order in which they were taken, those not seen are left out', () => {
  const taken = steps(way({ staff: '2026-11-22T02:12:00Z', bathroom: '2026-11-22T02:11:00Z', light: null }));
  assert.deepEqual(taken.map((s) => s.step), ['since', 'bathroom', 'staff', 'back']);
});

test('who stayed up does not press the others to the ground', () => {
  assert.equal(top([way({ seconds: 1800 }), way({ outcome: 'STAYED_UP', seconds: 20000 })]), 30);
  assert.equal(top([way({ seconds: 60 }), way({ seconds: null })]), 15);
});

test('the nearest way to an instant', () => {
  const later = way({ since: '2026-11-23T02:10:00Z' });
  assert.equal(nearest([way({}), later], Date.parse('2026-11-23T01:00:00Z')), later);
  assert.equal(nearest([], 0), null);
});

test('the nights reach from noon to noon, the present one included, and over a change of the clocks', () => {
  const berlin = new Clock('Europe/Berlin', 'de');
  const noons = (/** @type {string} */ now) => nightsUntil(berlin, Date.parse(now), 14).map((at) => new Date(at).toISOString());
  assert.deepEqual(noons('2026-11-22T01:26:00Z'), ['2026-11-08T11:00:00.000Z', '2026-11-22T11:00:00.000Z']);
  assert.deepEqual(noons('2026-11-22T11:00:00Z'), ['2026-11-09T11:00:00.000Z', '2026-11-23T11:00:00.000Z'], 'at noon the next night begins');
  assert.deepEqual(noons('2026-10-25T02:00:00Z'), ['2026-10-11T10:00:00.000Z', '2026-10-25T11:00:00.000Z']);
  assert.deepEqual(noons('2026-03-29T01:00:00Z'), ['2026-03-15T11:00:00.000Z', '2026-03-29T10:00:00.000Z']);
});
