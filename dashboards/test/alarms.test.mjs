import assert from 'node:assert/strict';
import { test } from 'node:test';
import { againSince, byUrgency, callers, clocksOf, closeReasons, fold, mayHold, maySpeak, nextStep, refusal, shape, split, steps } from '../components/alarms.js';

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
  assert.equal(refusal(alarm('a', 1, at, 'RAISED', { kind: 'staff.emergency', conditionActive: false })), 'close.in.room.only', 'staff who need help are seen in the room');
  assert.equal(refusal(alarm('a', 1, at, 'RAISED', { kind: 'fire', conditionActive: false })), '', 'a fire alarm that is over has no button of its own');
  assert.equal(refusal(alarm('a', 2, at)), 'close.when.attended');
  assert.equal(refusal(alarm('a', 2, at, 'ATTENDED')), '');
  assert.equal(refusal(alarm('a', 2, at, 'RAISED', { conditionActive: false })), '', 'what has returned may be closed');
  assert.equal(refusal(alarm('a', 3, at, 'RAISED', { kind: 'call.bed', conditionActive: false })), 'close.after.conversation', 'a call has no condition that could return');
  assert.equal(refusal(alarm('a', 3, at, 'ACCEPTED', { kind: 'call.bed', conditionActive: false, spokenBy: 'anna' })), '', 'after a conversation');
  assert.equal(refusal(alarm('a', 2, at, 'ACCEPTED', { spokenBy: 'anna' })), 'close.when.attended', 'an urgent one needs somebody there');
  assert.equal(refusal(alarm('a', 2, at, 'ATTENDED', { wetRoomOnly: true })), 'close.in.wet.room.only');
  assert.equal(refusal(alarm('a', 4, at)), '');
  assert.equal(refusal(alarm('a', 5, at)), 'close.when.mended');
  assert.ok(closeReasons(alarm('a', 3, at)).length > 1);
});

const AT = '2026-11-22T02:00:00.000Z';
const at = Date.parse(AT);
const board = { ward: 'ward-a', shift: 'night', groups: [], onDuty: [], chain: [{ group: 'ward-a', reachable: true, delay: 60 }, { group: 'on-call', reachable: false, delay: 60 }, { group: 'ward-b', reachable: true, delay: 60 }] };
const calling = (more) => alarm('a', 3, AT, 'RAISED', { calling: true, level: 0, called: 'ward-a', levelSince: AT, ...more });

test('what is held back or a test waits for nobody, but stays on the list until somebody takes it', () => {
  const { now, onIt, held } = split([alarm('a', 2, AT, 'RAISED', { shelvedUntil: AT }), alarm('b', 3, AT, 'RAISED', { test: 't1' }), alarm('c', 3, AT, 'ACCEPTED', { test: 't1' }), alarm('d', 3, AT)]);
  assert.deepEqual([now, onIt, held].map((l) => l.map((a) => a.id)), [['d'], ['c'], ['a', 'b']]);
});

test('only what calls is sounded', () => {
  assert.deepEqual(callers([alarm('a', 5, AT), calling({ id: 'b' }), alarm('c', 2, AT, 'RAISED', { shelvedUntil: AT })]).map((a) => a.id), ['b']);
});

test('the next group is named with its time; one in which nobody is, is passed over', () => {
  assert.deepEqual(nextStep(calling(), board), { group: 'ward-b', at: at + 60_000 });
  assert.deepEqual(nextStep(calling({ level: 2, called: 'ward-b' }), board), { group: 'everybody', at: at + 60_000 });
  assert.equal(nextStep(calling({ level: 3, called: 'everybody' }), board), null);
  assert.equal(nextStep(calling({ called: 'everybody' }), board), null, 'the board of another shift says nothing');
  assert.equal(nextStep(calling({ calling: false }), board), null);
  assert.equal(nextStep(calling(), undefined), null);
});

test('what calls again is told from what calls for the first time', () => {
  assert.ok(Number.isNaN(againSince(calling())));
  assert.equal(againSince(calling({ levelSince: '2026-11-22T02:03:30.000Z' })), at + 210_000);
  assert.ok(Number.isNaN(againSince(calling({ level: 1, levelSince: '2026-11-22T02:03:30.000Z' }))), 'that is the next group');
});

test('a conversation is said by who accepted, of a call that can end by it', () => {
  const mine = { kind: 'call.bed', acceptedBy: 'anna' };
  assert.ok(maySpeak(alarm('a', 3, AT, 'ACCEPTED', mine), 'anna'));
  assert.ok(!maySpeak(alarm('a', 3, AT, 'ACCEPTED', mine), 'li'));
  assert.ok(!maySpeak(alarm('a', 2, AT, 'ACCEPTED', mine), 'anna'));
  assert.ok(!maySpeak(alarm('a', 3, AT, 'ACCEPTED', { ...mine, spokenBy: 'anna' }), 'anna'));
});

test('a person is never held back, nor an emergency', () => {
  assert.ok(mayHold(alarm('a', 2, AT)));
  assert.ok(!mayHold(alarm('a', 1, AT)));
  assert.ok(!mayHold(alarm('a', 3, AT, 'RAISED', { kind: 'call.bed' })));
  assert.ok(!mayHold(alarm('a', 2, AT, 'RAISED', { shelvedUntil: AT })));
});

test('the journey says once that it was shown, on how many screens, and once of each who had it in view', () => {
  const entry = (type, more = {}) => ({ seq: 1, type, at: AT, ward: 'w', alarm: 'a', ...more });
  const got = steps([entry('Raised'), entry('Delivered', { screen: 's1' }), entry('Delivered', { screen: 's2' }), entry('Seen', { by: 'anna' }), entry('Seen', { by: 'anna' }), entry('Seen', { by: 'li' }), entry('Closed')]);
  assert.deepEqual(got.map((e) => [e.type, e.screens ?? e.by]), [['Raised', undefined], ['Delivered', 2], ['Seen', 'anna'], ['Seen', 'li'], ['Closed', undefined]]);
});

test('an alarm of one bed tells no running time of the other, and none twice', () => {
  const beds = [{ id: '6/bed', resident: null }, { id: '6/bed-2', resident: null }];
  const clock = (kind, space, at) => ({ kind, room: '6', space, since: '2026-11-22T02:00:00Z', at });
  const clocks = [clock('bed.absence', '6/bed', '2026-11-22T03:00:00Z'), clock('bed.absence', '6/bed-2', '2026-11-22T02:45:00Z'), clock('bathroom.dwell', '6/bathroom', '2026-11-22T02:30:00Z')];
  const told = (space) => clocksOf(alarm('a', 2, '2026-11-22T02:00:00Z', 'RAISED', { space }), clocks, beds).map((c) => `${c.kind} ${c.space}`);
  assert.deepEqual(told('6/bed'), ['bed.absence 6/bed', 'bathroom.dwell 6/bathroom']);
  assert.deepEqual(told('6/bathroom'), ['bed.absence 6/bed-2', 'bathroom.dwell 6/bathroom'], 'of a kind the one that ends first');
});

test('many technical alarms stand together, below what calls', () => {
  const technical = (/** @type {number} */ n) => Array.from({ length: n }, (_, i) => alarm(`t${i}`, 5, AT));
  const call = alarm('call', 3, AT);
  assert.deepEqual(fold([call, ...technical(5)]), { first: [call, ...technical(5)], technical: [] });
  assert.deepEqual(fold([call, ...technical(6)]), { first: [call], technical: technical(6) });
});
