// @ts-check
/** Places and reasons of a ward in words. */
import { alarmTitle, clocks, t } from '../components/i18n/index.js';
import { model } from '../components/screen.js';
import { toMs } from '../components/time.js';

/** Who lives in a bed; empty if nobody does or names are not for this user. @param {string} room @param {string} bed */
export function residentName(room, bed) {
  return model.rooms.get(room)?.room.beds.find((b) => b.id === bed)?.resident?.name ?? '';
}

/** The bed's own part of its id where a room has several. @param {string} room @param {string} bed */
export function bedName(room, bed) {
  const beds = model.rooms.get(room)?.room.beds ?? [];
  return beds.length > 1 ? t('ward.bed', { n: beds.findIndex((b) => b.id === bed) + 1 }) : '';
}

/** @param {string} at */
export const time = (at) => clocks().since(toMs(at), model.now());

/** Why something does not protect. @param {import('../components/types.js').Gap} gap */
export function gapWords(gap) {
  // Identities of shelvings, tests and wards say nothing to people.
  const named = ['DEVICE_DEAD', 'SENSOR_DOUBTFUL', 'RULE_FAILED', 'TERMINAL_AWAY'].includes(gap.cause) ? ` (${gap.subject})` : '';
  return `${t(`gap.${gap.cause}`)}${named}`;
}

/** A room, space or bed as people call it. @param {string} place */
export function placeName(place) {
  for (const { room } of model.rooms.values()) {
    if (room.beds.some((b) => b.id === place)) return `${room.id} ${bedName(room.id, place)}`.trim();
    if (room.spaces.some((s) => s.id === place)) return room.id;
  }
  return place;
}

/** What is held back, and where. @param {import('../components/types.js').Shelving} s */
export function heldWords(s) {
  if (s.type === 'MAINTENANCE') return t('held.maintenance', { subject: s.subject });
  const place = s.type === 'ONE_ALARM' ? s.subject.split('@')[1] ?? '' : s.subject;
  return `${placeName(place)} · ${alarmTitle(s.kind)}`;
}
