import type { Client } from "openapi-fetch";
import createQueryClient from "openapi-react-query";
import { client, type Schemas } from "@/api/client";

// What the gateway answers to those who run it, until its description names it. Instants are
// RFC 3339 texts; seconds are floats; rates are per second.
export type Standing = "ready" | "not_ready" | "silent" | "unknown";

export interface Process {
  process: string;
  state: Standing;
  started_at: string;
  heard_at: string;
  partitions: number;
  wrong: { condition: string; problem: string }[];
}

interface Waiting {
  waiting: number;
  running: number;
  oldest_seconds: number;
}

export interface Service {
  service: string;
  state: Standing;
  heard_at?: string;
  processes: Process[];
  consumes: { topic: string; lag: number; rate: number }[];
  publishes: string[];
  published_rate: number;
  outbox: { count: number; oldest_seconds: number };
  effects: Waiting & { kinds: (Waiting & { kind: string })[] };
  parked: number;
  dead: number;
  open_breakers: string[];
  readable: boolean;
}

export interface Topic {
  topic: string;
  owner: string;
  kind: "commands" | "events" | "state" | "reports" | "changes" | "control" | "deadletters";
  about: string;
  key: string;
}

export interface Flow {
  at: string;
  services: Service[];
  topics: Topic[];
}

export interface Point {
  at: string;
  lag: number;
  rate: number;
  outbox_count: number;
  outbox_oldest_seconds: number;
  effects_waiting: number;
  effects_oldest_seconds: number;
  parked: number;
  dead: number;
}

export interface ParkedKey {
  key: string;
  handler: string;
  reason: string;
  parked_at: string;
  count: number;
  gap: boolean;
  records: { id: string; reason: string }[];
}

export interface DeadLetter {
  id: string;
  topic: string;
  type: string;
  key: string;
  reason: string;
  dead_at: string;
  size: number;
  skipped: boolean;
}

interface Bytes {
  format: "empty" | "text" | "base64" | "json";
  text: string;
}

export interface SetAside {
  id: string;
  topic: string;
  partition: number;
  offset: number;
  key: Bytes;
  type: string;
  headers: (Bytes & { name: string })[];
  body: Bytes & { size: number; note?: string };
  reason: string;
  set_aside_at: string;
  state: "open" | "replayed" | "discarded";
  closed_by?: string;
  closed_at?: string;
  correctable: boolean;
  types: string[];
  correction?: { body: string; message_id: string };
}

export interface Correction {
  id: string;
  body?: unknown;
  type?: string;
}

type Refusal = { content: { "application/problem+json": Schemas["ProblemAnswer"] } };
type Read<Answer, Query = undefined> = {
  get: {
    parameters: { path: { service: string }; query?: Query };
    responses: { 200: { content: { "application/json": Answer } }; 404: Refusal };
  };
};
type Write<Said, Answer> = {
  post: {
    parameters: { path: { service: string } };
    requestBody: { content: { "application/json": Said } };
    responses: { 200: { content: { "application/json": Answer } }; 422: Refusal };
  };
};
type Closed = Pick<SetAside, "id" | "state" | "closed_by" | "closed_at">;
type Ordered = { ordered: boolean };
type One = { id: string };

export interface OperationsPaths {
  "/api/v1/operations/flow": {
    get: { responses: { 200: { content: { "application/json": Flow } }; 403: Refusal } };
  };
  "/api/v1/operations/services/{service}/series": Read<{ points: Point[] }, { minutes?: number }>;
  "/api/v1/operations/services/{service}/parked": Read<
    { total: number; parked: ParkedKey[] },
    { limit?: number }
  >;
  "/api/v1/operations/services/{service}/dead": Read<
    { total: number; dead: DeadLetter[] },
    { limit?: number; order?: "newest" | "oldest" }
  >;
  "/api/v1/operations/services/{service}/parked/record": Read<SetAside, One>;
  "/api/v1/operations/services/{service}/dead/record": Read<SetAside, One>;
  "/api/v1/operations/services/{service}/parked/release": Write<
    { key: string; accept_gap: boolean },
    Ordered
  >;
  "/api/v1/operations/services/{service}/parked/skip": Write<One, Ordered>;
  "/api/v1/operations/services/{service}/dead/replay": Write<Correction, Closed>;
  "/api/v1/operations/services/{service}/dead/discard": Write<One, Closed>;
}

export const operationsClient = client as unknown as Client<OperationsPaths>;
export const operationsApi = createQueryClient(operationsClient);
