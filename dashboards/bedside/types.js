// @ts-check
/**
 * What a bedside terminal is told (docs/live-api.md).
 *
 * @typedef {{value:number|null, wanted:number|null, min:number|null, max:number|null, possible:'YES'|'AWAY'|'STAFF'|'NO_BASE', until:string|null}} Control
 * @typedef {{progress:'NONE'|'CALLING'|'COMING'|'HERE'|'DONE', since:string|null, by:string|null, recorded:boolean, emergency:boolean, test:boolean}} Call
 * @typedef {{facility:{id:string,name:string,zone:string,language:string}, terminal:{id:string,name:string}, room:string, bed:string, resident:string|null,
 *   night:boolean, call:Call, light:Control|null, temperature:Control|null, celsius:number|null}} Bedside
 * @typedef {{id:string, name:string, bed:string, room:string|null, connected:boolean, pairedBy:string, pairedByName:string, pairedAt:string}} Terminal
 */
export {};
