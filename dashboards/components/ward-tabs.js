// @ts-check
/** The parts of the ward's page; each is the hash of its address. */
const TABS = /** @type {const} */ (['coverage', 'held', 'walk', 'handover', 'load', 'terminals']);

/** Those that this role may see. @param {string} role */
export const tabsOf = (role) => TABS.filter((tab) => tab !== 'terminals' || role.toUpperCase() !== 'MANAGER');

/** Those at the foot of the station, where coverage has a place of its own. */
export const FOOT_TABS = TABS.slice(1, -1);
