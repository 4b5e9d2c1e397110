// @ts-check
/**
 * The shapes of docs/live-api.md.
 *
 * @typedef {{id:string,name:string,floor:string,night:boolean,rooms:Room[]}} Ward
 * @typedef {{id:string,resident:{id:string,name:string,level:string}|null}} Bed
 * @typedef {{id:string,beds:Bed[],spaces:{id:string,kind:string}[],points:Point[]}} Room
 * @typedef {{id:number,name:string,kind:string,space:string,type:'BOOLEAN'|'NUMBER'|'STATE'|'TEXT',unit:string,states:string[],output:boolean,safety:boolean}} Point
 * @typedef {{p:number,v:number|null,x?:string|null,q:'GOOD'|'UNCERTAIN'|'STALE'|'BAD',r:string,s:string|number,t:number}} Value
 * @typedef {{p:number,desired:number|null,origin:string|null,why:string,status:string,detail:string,since:string}} Output
 * @typedef {{key:string,args:Record<string,string>}} Reason
 * @typedef {{id:string,kind:string,class:string,priority:number,ward:string,room:string,space:string,reason:Reason,since:string,raisedAt:string,
 *   state:'RAISED'|'ACCEPTED'|'ATTENDED'|'CLOSED',wetRoomOnly:boolean,conditionActive:boolean,repeats:number,acceptedBy:string|null,
 *   acceptedByName:string|null,acceptedAt:string|null,attendedAt:string|null,closedAt:string|null,closedBy:string|null,closeReason:string|null,recorded:boolean,
 *   calling:boolean,level:number,called:string,levelSince:string|null,shelvedUntil:string|null,shelving:string|null,overdueSince:string|null,
 *   test:string|null,spokenBy:string|null,spokenByName:string|null,spokenAt:string|null}} Alarm
 * @typedef {{kind:string,room:string,space:string,since:string,at:string}} RunningClock
 * @typedef {{id:string,type:string,connection:string,room:string,answering:boolean,reason:string,detail:string,since:string}} Device
 * @typedef {{id:string,endpoint:string,status:string,since:string,detail:string,attempt:number}} LinkState
 * @typedef {{name:string,displayName:string,role:string,language:string,mustChangePassword:boolean}} User
 * @typedef {{seq:number,type:string,at:string,ward:string,alarm:string|null,[field:string]:unknown}} Entry
 * @typedef {{point:string,from:string,to:string,width:number,buckets:[number,number,number,number,number,number][]}} Trend
 * @typedef {{journal:'ok'|'failed'}} Store
 * @typedef {{ward:string,shift:string,chain:{group:string,reachable:boolean,delay:number}[],groups:string[],
 *   onDuty:{user:string,userName:string,group:string,since:string}[]}} DutyBoard
 * @typedef {{id:string,type:'ONE_ALARM'|'BYPASS'|'MAINTENANCE',ward:string,kind:string,subject:string,by:string,byName:string,reason:string,from:string,until:string}} Shelving
 * @typedef {{at:string,resident:string,limit:string,from:string,to:string,by:string,byName?:string,reason:string,until:string|null,recorded:boolean}} LimitChange
 * @typedef {{name:string,kind:'CHOICE'|'FLAG'|'NUMBER'|'DURATION'|'TIME'|'TEXT',choices:string[],min:number|null,max:number|null,hint:string,value:string,
 *   byDefault:string,changed:LimitChange|null}} Limit
 * @typedef {{id:string,kind:string,ward:string,room:string,bed:string,resident:string,since:string,light:string|null,bathroom:string|null,bathroomLeft:string|null,
 *   back:string|null,staff:string|null,missing:'BATHROOM_MISSING'|'RETURN_MISSING'|null,bathroomUnknown:boolean,bedUnknown:boolean,until:string|null,
 *   outcome:'UNKNOWN'|'STAFF_ATTENDED'|'STEP_MISSING'|'STAYED_UP'|'COMPLETE'|null,seconds:number|null}} Episode
 * @typedef {{cause:string,subject:string,since:string|null}} Gap
 * @typedef {{ward:string,room:string,bed:string,resident:string|null,watches:{watch:string,gaps:Gap[]}[],
 *   silent:string[]}} BedCoverage
 * @typedef {{point:string,kind:string,room:string,space:string,pressedAt:string|null,shownAt:string|null,alarm:string|null}} WalkLine
 * @typedef {{id:string,ward:string,room:string,by:string,byName:string,from:string,until:string,ended:string|null,lines:WalkLine[]}} WalkTest
 * @typedef {{ward:string,by:string,byName:string,at:string,note:string,open:number,shelved:number,uncovered:number}} SignOff
 * @typedef {{ward:string,open:Alarm[],shelved:Alarm[],shelvings:Shelving[],uncovered:BedCoverage[],last:SignOff|null}} HandoverSheet
 * @typedef {{at:string,slots:{from:string,raised:number}[],flood:boolean,stale:Alarm[],chattering:{kind:string,space:string,since:string}[],
 *   topRooms:{room:string,raised:number}[]}} Load
 */
export {};
