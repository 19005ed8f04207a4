import type { Schemas } from "@/api/client";

// What the gateway answers to those who run it, by the names that this page uses. Instants are
// RFC 3339 texts; ages are seconds; rates are per second.
export type Flow = Schemas["Flow"];
export type Service = Schemas["ServiceAnswer"];
export type Process = Schemas["ProcessAnswer"];
export type Topic = Schemas["TopicAnswer"];
export type Standing = Schemas["Standing"];
export type Point = Schemas["Point"];
export type ParkedKey = Schemas["ParkedEntry"];
export type SetAside = Schemas["SetAsideRecord"];
export type Correction = Schemas["ReplayOrder"];
