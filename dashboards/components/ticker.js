// @ts-check
/** One tick a second for the whole page: whoever shows a running time listens here. */
const listeners = new Set();
let running = false;

function tick() {
  for (const fn of listeners) fn();
}

/** @param {() => void} fn @returns {() => void} stops it */
export function everySecond(fn) {
  listeners.add(fn);
  if (!running) {
    running = true;
    setInterval(tick, 1000);
  }
  return () => listeners.delete(fn);
}
