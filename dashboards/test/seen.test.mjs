import assert from 'node:assert/strict';
import { test } from 'node:test';
import { screenName, Seen } from '../components/seen.js';

const storage = (kept) => ({ getItem: () => kept, setItem: (_, v) => (kept = v) });
const bytes = (b) => b.fill(0xa7);

test('a screen keeps its name, and takes no name that the journal would refuse', () => {
  const fresh = storage(null);
  const name = screenName(fresh, bytes);
  assert.match(name, /^[a-z0-9-]{1,40}$/);
  assert.equal(screenName(fresh, (b) => b.fill(1)), name);
  assert.equal(screenName(storage('Ward A!'), bytes), name);
});

test('a call is said to be seen once, while it calls, on a page that is shown, over a line that stands', () => {
  const world = { live: true, shown: true, told: [] };
  const seen = new Seen({ seen: (id) => world.live && world.told.push(id) > 0 }, () => world.shown);
  const card = {};
  const call = { id: 'a', calling: true };
  seen.look(card, { id: 'x', calling: false });
  world.shown = false;
  seen.look(card, call);
  world.shown = true;
  world.live = false;
  seen.check();
  assert.deepEqual(world.told, []);
  world.live = true;
  seen.check();
  seen.look({}, call);
  assert.deepEqual(world.told, ['a']);
  seen.look(card, null);
  seen.retain(new Map());
  seen.look(card, call);
  assert.deepEqual(world.told, ['a', 'a'], 'over and begun anew is another call');
});
