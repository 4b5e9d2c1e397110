import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromMinutes, minutes } from '../room/limit-values.js';

test('durations are minutes and come back as they were', () => {
  assert.equal(minutes('15min'), 15);
  assert.equal(minutes('2h'), 120);
  assert.equal(minutes('90s'), 1.5);
  for (const d of ['15min', '120min', '90s', '1s']) assert.equal(fromMinutes(minutes(d)), d);
  assert.ok(Number.isNaN(minutes('soon')));
});
