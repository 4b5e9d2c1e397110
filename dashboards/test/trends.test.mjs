import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketAt, gaps, hourly, stretches, ticks } from '../components/trends.js';

const trend = (...starts) => ({ point: 'p', from: '', to: '', width: 60, buckets: starts.map((s) => [s * 60000, s, s + 1, s + 2, s + 1, 10]) });

test('a missing bucket ends a stretch: no line crosses it', () => {
  assert.deepEqual(stretches(trend(0, 1, 2, 5, 6)).map((s) => s.map((b) => b[0] / 60000)), [[0, 1, 2], [5, 6]]);
  assert.deepEqual(stretches(trend()), []);
});

test('gaps are named from the range, also at its ends', () => {
  const minutes = gaps(trend(3, 4, 8), 0, 20 * 60000).map((g) => g.map((x) => x / 60000));
  assert.deepEqual(minutes, [[0, 3], [5, 8], [9, 20]]);
});

test('the bucket under the pointer is found, and none in a gap', () => {
  assert.equal(bucketAt(trend(0, 1), 90000)[0], 60000);
  assert.equal(bucketAt(trend(0, 5), 90000), undefined);
});

test('hours weigh their buckets by samples', () => {
  const t = trend();
  t.buckets = [[0, 1, 2, 3, 2, 1], [60000, 4, 8, 9, 8, 3]];
  assert.deepEqual(hourly(t), [{ hour: 0, low: 1, mean: 6.5, high: 9 }]);
});

test('axis values are round', () => {
  assert.deepEqual(ticks(18, 26, 4), [18, 20, 22, 24, 26]);
  assert.deepEqual(ticks(400, 1280, 4), [500, 1000]);
});
