import { api, client, type Schemas } from "@/api/client";

export type Person = Schemas["PersonAnswer"];
export type Everybody = Schemas["Everybody"];

export const PEOPLE = "/api/v1/properties/{property}/people";
export const PERSON = "/api/v1/properties/{property}/people/{person}";
const SOON = 2000;

const asked = (property: string) => ({ params: { path: { property } } });

export function peopleKey(property: string) {
  return api.queryOptions("get", PEOPLE, asked(property)).queryKey;
}

/** Who works here; asked again while an invitation is on its way, as nothing tells its end. */
export function usePeople(property: string) {
  return api.useQuery("get", PEOPLE, asked(property), {
    refetchInterval: ({ state }) =>
      state.data?.people.some((one) => one.invitation?.state === "sending") ? SOON : false,
  });
}

/** Somebody's other role, as a list shows it before the server answers. */
export function withRole(known: Everybody, said: { person: string; role: Person["role"] }) {
  const people = known.people.map((one) =>
    one.person_id === said.person ? { ...one, role: said.role } : one,
  );
  return { people };
}

export function withoutPerson(known: Everybody, person: string): Everybody {
  return { people: known.people.filter((one) => one.person_id !== person) };
}

export async function inviteAgain(property: string, person: string, headers: Headers) {
  const params = { path: { property, person }, header: headers };
  await client.POST("/api/v1/properties/{property}/people/{person}/invitation", { params });
}

type Headers = { "Idempotency-Key": string };
