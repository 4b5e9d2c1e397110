// @ts-check
/** The parts of the ward's page; each is the hash of its address. */
export const TABS = /** @type {const} */ (['coverage', 'held', 'walk', 'handover', 'load', 'terminals']);
