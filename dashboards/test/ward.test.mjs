import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byRoom, gapsFirst, progress, protection, reasons, result, top } from '../ward/figures.js';

const bed = (id, gaps = [], resident = 'r') => ({ ward: 'w', room: id, bed: `${id}/bed`, resident, watches: resident === null ? [] : [{ watch: 'call.bed', gaps: [] }, { watch: 'bed.exit', gaps }] });
const gap = { cause: 'DEVICE_DEAD', subject: 'io', since: null };

test('only beds with somebody in them count, and one gap is enough', () => {
  assert.deepEqual(protection([bed('1'), bed('2', [gap]), bed('3', [], null)]), { of: 2, covered: 1 });
});

test('gaps come first and free beds last, otherwise the order of the house stays', () => {
  assert.deepEqual(gapsFirst([bed('1'), bed('2', [], null), bed('3', [gap]), bed('4'), bed('5', [gap])]).map((b) => b.room), ['3', '5', '1', '4', '2']);
});

test('one dead device is one reason for all that it watches', () => {
  const b = { ...bed('1'), watches: [{ watch: 'call.bed', gaps: [gap] }, { watch: 'bed.exit', gaps: [gap, { ...gap, cause: 'BYPASSED' }] }] };
  assert.deepEqual(reasons(b).map((r) => [r.gap.cause, r.watches]), [['DEVICE_DEAD', ['call.bed', 'bed.exit']], ['BYPASSED', ['bed.exit']]]);
  const both = { ...bed('1'), watches: [{ watch: 'night.path', gaps: [gap, gap] }] };
  assert.deepEqual(reasons(both).map((r) => r.watches), [['night.path']], 'two points of it say the same');
});

test('a call point is done once a screen showed it', () => {
  const line = (room, pressedAt, shownAt) => ({ room, pressedAt, shownAt });
  const lines = [line('1', null, null), line('1', 'p', null), line('2', 'p', 's')];
  assert.deepEqual(lines.map(result), ['not.pressed', 'not.shown', 'shown']);
  assert.deepEqual(progress(lines), { shown: 1, of: 3, missing: 1 });
  assert.deepEqual(byRoom(lines).map(([room, l]) => [room, l.length]), [['1', 2], ['2', 1]]);
});

test('the flood line is on every chart', () => {
  assert.equal(top([{ raised: 2 }], 10), 10);
  assert.equal(top([{ raised: 23 }], 10), 23);
});
