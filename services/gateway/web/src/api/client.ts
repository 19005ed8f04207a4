import createFetchClient, { type Middleware } from "openapi-fetch";
import createQueryClient from "openapi-react-query";
import { Problem, problemOf } from "@/api/problem";
import type { components, paths } from "@/api/schema";
import { heardTime } from "@/api/time";

/** What the API answers, by its name in the OpenAPI description. */
export type Schemas = components["schemas"];

const SAFE = new Set(["GET", "HEAD"]);

/** Says that a request comes from this page, and turns every refusal into a `Problem`. */
const ourOwn: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method)) request.headers.set("X-Comptoir", "1");
    return request;
  },
  async onResponse({ response }) {
    heardTime(response.headers.get("Date"));
    if (!response.ok) throw await problemOf(response);
  },
  onError({ error }) {
    return error instanceof Problem ? error : new Problem(0, "offline");
  },
};

export const client = createFetchClient<paths>({ baseUrl: "" });
client.use(ourOwn);

/** `api.useQuery('get', path, …)`: typed by the description, keyed by method, path and values. */
export const api = createQueryClient(client);

/**
 * Headers of one write. The key is made when a person means something, and is the same for each
 * try of it, so that a write whose answer was lost is not done twice.
 */
export function writing(key: string = crypto.randomUUID()): { "Idempotency-Key": string } {
  return { "Idempotency-Key": key };
}
