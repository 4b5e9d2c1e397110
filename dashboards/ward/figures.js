// @ts-check
/**
 * What the pages of a ward work out from the server's answers.
 * @typedef {import('../components/types.js').BedCoverage} BedCoverage
 * @typedef {import('../components/types.js').WalkLine} WalkLine
 */

/** Whether everything protects that should. @param {BedCoverage} bed */
export const covered = (bed) => bed.watches.every((w) => w.gaps.length === 0);

/** Beds with somebody in them, and how many of those are protected. @param {BedCoverage[]} beds */
export function protection(beds) {
  const lived = beds.filter((b) => b.resident !== null);
  return { of: lived.length, covered: lived.filter(covered).length };
}

/** Gaps first: a ward looks at what is not in order. The order of the facility otherwise. @param {BedCoverage[]} beds */
export function gapsFirst(beds) {
  const rank = (/** @type {BedCoverage} */ b) => (b.resident === null ? 2 : covered(b) ? 1 : 0);
  return [...beds].sort((a, b) => rank(a) - rank(b));
}

/**
 * The reasons of a bed, each said once with all the watches that it concerns.
 * @param {BedCoverage} bed
 */
export function reasons(bed) {
  /** @type {Map<string, {gap:import('../components/types.js').Gap, watches:string[]}>} */ const out = new Map();
  for (const w of bed.watches) {
    for (const gap of w.gaps) {
      const key = `${gap.cause} ${gap.subject}`;
      const known = out.get(key);
      // A watch of two points of one device has the same gap twice.
      if (known) known.watches = [...new Set([...known.watches, w.watch])];
      else out.set(key, { gap, watches: [w.watch] });
    }
  }
  return [...out.values()];
}

/** What came of a call point. @param {WalkLine} line @returns {'not.pressed'|'not.shown'|'shown'} */
export function result(line) {
  return line.pressedAt === null ? 'not.pressed' : line.shownAt === null ? 'not.shown' : 'shown';
}

/** How far a walk test is. @param {WalkLine[]} lines */
export function progress(lines) {
  const shown = lines.filter((l) => result(l) === 'shown').length;
  return { shown, of: lines.length, missing: lines.filter((l) => l.pressedAt === null).length };
}

/** The call points by room, in the order of the facility. @param {WalkLine[]} lines */
export function byRoom(lines) {
  /** @type {Map<string, WalkLine[]>} */ const out = new Map();
  for (const l of lines) out.set(l.room, [...(out.get(l.room) ?? []), l]);
  return [...out];
}

/** The top of a bar chart: the flood line is always on it. @param {{raised:number}[]} slots @param {number} flood */
export const top = (slots, flood) => Math.max(flood, ...slots.map((s) => s.raised));
