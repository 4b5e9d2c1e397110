import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byUrgency, closeReasons, refusal, shape, split } from '../components/alarms.js';

const alarm = (id, priority, raisedAt, state = 'RAISED', more = {}) => ({ id, priority, raisedAt, state, kind: 'bed.exit', conditionActive: true, wetRoomOnly: false, ...more });

test('the list sorts by priority, then the oldest first, and never swaps equals', () => {
  const list = [alarm('d', 3, '2026-11-22T02:00:00Z'), alarm('c', 2, '2026-11-22T02:05:00Z'), alarm('b', 2, '2026-11-22T02:01:00Z'), alarm('a', 2, '2026-11-22T02:05:00Z')];
  assert.deepEqual(list.sort(byUrgency).map((a) => a.id), ['b', 'a', 'c', 'd']);
});

test('what somebody has taken stands below, what is closed nowhere', () => {
  const { now, onIt } = split([alarm('a', 2, '2026-11-22T02:00:00Z', 'ACCEPTED'), alarm('b', 3, '2026-11-22T02:00:00Z'), alarm('c', 1, '2026-11-22T02:00:00Z', 'CLOSED'), alarm('d', 3, '2026-11-22T02:00:00Z', 'ATTENDED')]);
  assert.deepEqual(now.map((a) => a.id), ['b']);
  assert.deepEqual(onIt.map((a) => a.id), ['a', 'd']);
});

test('each priority has a shape of its own', () => {
  assert.equal(new Set([1, 2, 3, 4, 5].map(shape)).size, 5);
});

test('closing is offered only where the desk allows it', () => {
  const at = '2026-11-22T02:00:00Z';
  assert.equal(refusal(alarm('a', 1, at)), 'close.in.room.only');
  assert.equal(refusal(alarm('a', 2, at)), 'close.when.attended');
  assert.equal(refusal(alarm('a', 2, at, 'ATTENDED')), '');
  assert.equal(refusal(alarm('a', 2, at, 'RAISED', { conditionActive: false })), '', 'what has returned may be closed');
  assert.equal(refusal(alarm('a', 3, at, 'RAISED', { kind: 'call.bed', conditionActive: false })), 'close.when.attended', 'a call has no condition that could return');
  assert.equal(refusal(alarm('a', 2, at, 'ATTENDED', { wetRoomOnly: true })), 'close.in.wet.room.only');
  assert.equal(refusal(alarm('a', 4, at)), '');
  assert.equal(refusal(alarm('a', 5, at)), 'close.when.mended');
  assert.ok(closeReasons(alarm('a', 3, at)).length > 1);
});
