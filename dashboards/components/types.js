// @ts-check
/**
 * The shapes of docs/live-api.md.
 *
 * @typedef {{id:string,name:string,floor:string,night:boolean,rooms:Room[]}} Ward
 * @typedef {{id:string,resident:{id:string,name:string,level:string}|null}} Bed
 * @typedef {{id:string,beds:Bed[],spaces:{id:string,kind:string}[],points:Point[]}} Room
 * @typedef {{id:number,name:string,kind:string,space:string,type:'BOOLEAN'|'NUMBER'|'STATE',unit:string,states:string[],output:boolean,safety:boolean}} Point
 * @typedef {{p:number,v:number|null,q:'GOOD'|'UNCERTAIN'|'STALE'|'BAD',r:string,s:string|number,t:number}} Value
 * @typedef {{p:number,desired:number|null,origin:string|null,why:string,status:string,detail:string,since:string}} Output
 * @typedef {{key:string,args:Record<string,string>}} Reason
 * @typedef {{id:string,kind:string,class:string,priority:number,ward:string,room:string,space:string,reason:Reason,since:string,raisedAt:string,
 *   state:'RAISED'|'ACCEPTED'|'ATTENDED'|'CLOSED',wetRoomOnly:boolean,conditionActive:boolean,repeats:number,acceptedBy:string|null,
 *   acceptedByName:string|null,acceptedAt:string|null,attendedAt:string|null,closedAt:string|null,closedBy:string|null,closeReason:string|null,recorded:boolean}} Alarm
 * @typedef {{kind:string,room:string,space:string,since:string,at:string}} RunningClock
 * @typedef {{id:string,type:string,connection:string,room:string,answering:boolean,reason:string,detail:string,since:string}} Device
 * @typedef {{id:string,endpoint:string,status:string,since:string,detail:string,attempt:number}} LinkState
 * @typedef {{name:string,displayName:string,role:string,language:string,mustChangePassword:boolean}} User
 * @typedef {{seq:number,type:string,at:string,ward:string,alarm:string|null,[field:string]:unknown}} Entry
 * @typedef {{point:string,from:string,to:string,width:number,buckets:[number,number,number,number,number,number][]}} Trend
 * @typedef {{journal:'ok'|'failed'}} Store
 */
export {};
