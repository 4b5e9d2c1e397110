import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Model } from '../components/model.js';
import { coverage, lack, roomView, used } from '../components/rooms.js';
import { Scene } from '../mock/scenes.mjs';

/** @param {string} name @param {(s: Scene) => void} [change] */
function modelOf(name, change = () => {}) {
  const scene = new Scene(name);
  change(scene);
  const model = new Model();
  model.apply(scene.snapshot());
  return { scene, model, view: (id) => roomView(model, model.rooms.get(id).room) };
}

test('a resident in bed is said to be in bed, one in the bathroom since when and until when', () => {
  const { model, view } = modelOf('night');
  assert.equal(view('101').state, 'in.bed');
  const v = view('106');
  assert.equal(v.state, 'bathroom');
  assert.equal(Math.round((model.now() - v.runningSince) / 1000), 190);
  assert.ok(Math.abs(used(v, model.now()) - 190 / 900) < 0.01);
});

test('time beyond the limit fills the bar and no more', () => {
  const { model, view } = modelOf('night');
  assert.equal(used(view('203'), model.now()), 1);
});

test('a device that does not answer leaves its room unprotected', () => {
  const { model, view } = modelOf('night');
  assert.equal(view('208').lack.reason, 'DISCONNECTED');
  const all = [...model.rooms.values()].map((r) => r.room);
  const c = coverage(model, all);
  assert.deepEqual([c.covered, c.of, c.lacking.map((l) => l.room)], [22, 23, ['208']]);
});

test('a safety point that is not good, or that nobody has heard of, leaves its room unprotected', () => {
  for (const quality of ['UNCERTAIN', 'STALE', 'BAD']) {
    const { view } = modelOf('calm', (s) => s.set('101', 'bed.occupied', 1, 5, quality, 'NOT_UPDATED'));
    assert.equal(view('101').lack.kind, 'bed.occupied', quality);
  }
  const { model } = modelOf('calm', (s) => s.values.delete(s.rooms()[0].points[0].id));
  assert.equal(lack(model, model.rooms.get('101').room).reason, 'NEVER_READ');
});

test('a value that is bad is never shown as a state', () => {
  const { view } = modelOf('calm', (s) => s.set('101', 'bed.occupied', 1, 5, 'BAD', 'TIMEOUT'));
  assert.equal(view('101').state, 'unknown');
});

test('a room without a resident is free and counts in no coverage', () => {
  const { model, view } = modelOf('calm');
  assert.equal(view('210').state, 'free');
  assert.equal(view('210').lack, null);
  assert.equal(coverage(model, [model.rooms.get('210').room]).of, 0);
});

test('of several alarms the tile shows the most urgent one', () => {
  const { view } = modelOf('emergency');
  assert.equal(view('111').alarm.kind, 'staff.emergency');
  assert.equal(view('111').alarms, 2);
});

test('a delta tells only the rooms that it touches', () => {
  const { scene, model } = modelOf('calm');
  const told = [];
  for (const id of ['101', '102']) model.watchRoom(id, () => told.push(id));
  scene.set('102', 'bathroom.presence', 1, 0);
  for (const d of scene.takeDeltas()) model.apply(d);
  assert.deepEqual(told, ['102']);
});

test('a closed alarm leaves, an ended clock too, and one that began again replaces it', () => {
  const { scene, model } = modelOf('night');
  const [call] = [...model.alarms.values()].filter((a) => a.kind === 'call.bed');
  model.apply({ t: 'delta', alarms: [{ ...call, state: 'CLOSED' }] });
  assert.equal(model.alarms.has(call.id), false);
  const clock = model.clocksOf('106')[0];
  model.apply({ t: 'delta', clocks: { began: [{ ...clock, at: scene.now() }], ended: [clock] } });
  assert.equal(model.clocksOf('106').length, 1);
  model.apply({ t: 'delta', clocks: { began: [], ended: [clock] } });
  assert.equal(model.clocksOf('106').length, 0);
});

test('rooms that come in parts are as those of the snapshot', () => {
  const { scene, model } = modelOf('night');
  const whole = scene.snapshot();
  const wards = whole.facility.wards;
  const late = new Set(wards.flatMap((w) => w.rooms.slice(1)).flatMap((r) => r.points.map((p) => p.id)));
  const ids = new Set(wards.flatMap((w) => w.rooms.slice(1)).map((r) => r.id));
  const inParts = new Model();
  inParts.apply({
    ...whole,
    left: wards.length,
    facility: { ...whole.facility, wards: wards.map((w) => ({ ...w, rooms: w.rooms.slice(0, 1) })) },
    values: whole.values.filter((v) => !late.has(v.p)),
    devices: whole.devices.filter((d) => !ids.has(d.room)),
  });
  const drawn = [];
  inParts.watch((change) => drawn.push(change.all));
  wards.forEach((w, i) => {
    const rooms = w.rooms.slice(1);
    const own = new Set(rooms.map((r) => r.id));
    const points = new Set(rooms.flatMap((r) => r.points.map((p) => p.id)));
    const part = { t: 'part', ward: w.id, rooms, left: wards.length - 1 - i };
    inParts.apply({ ...part, values: whole.values.filter((v) => points.has(v.p)), devices: whole.devices.filter((d) => own.has(d.room)) });
  });
  assert.deepEqual(drawn, wards.map((_, i) => i === wards.length - 1));
  const all = wards.flatMap((w) => w.rooms);
  assert.deepEqual(coverage(inParts, all), coverage(model, all));
  for (const r of all) {
    assert.equal(roomView(inParts, r).state, roomView(model, r).state, r.id);
    assert.equal(inParts.rooms.get(r.id)?.ward.id, model.rooms.get(r.id)?.ward.id);
    assert.deepEqual(inParts.devicesOf(r.id), model.devicesOf(r.id));
  }
});
