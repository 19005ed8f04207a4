import { api } from "@/api/client";

const EVERY = 2000; // milliseconds; there is no stream of this, and nothing is asked while hidden
const SERIES_EVERY = 5000;
const LISTED = 200;

// A poll is not tried again: the next one is, and until then the page says that nothing answers.
const poll = { refetchInterval: EVERY, retry: false, staleTime: 0, networkMode: "always" } as const;
const slower = { ...poll, refetchInterval: SERIES_EVERY } as const;

export function useFlow() {
  return api.useQuery("get", "/api/v1/operations/flow", {}, poll);
}

export function useSeries(service: string) {
  const init = { params: { path: { service }, query: { minutes: 30 } } };
  return api.useQuery("get", "/api/v1/operations/services/{service}/series", init, slower);
}

export function useParked(service: string) {
  const init = { params: { path: { service }, query: { limit: LISTED } } };
  return api.useQuery("get", "/api/v1/operations/services/{service}/parked", init, slower);
}

export function useDead(service: string) {
  const init = { params: { path: { service }, query: { limit: LISTED } } };
  return api.useQuery("get", "/api/v1/operations/services/{service}/dead", init, slower);
}

export function useDeadRecord(service: string, id: string) {
  const init = { params: { path: { service }, query: { id } } };
  const path = "/api/v1/operations/services/{service}/dead/record";
  return api.useQuery("get", path, init);
}

export function useParkedRecord(service: string, id: string) {
  const init = { params: { path: { service }, query: { id } } };
  const path = "/api/v1/operations/services/{service}/parked/record";
  return api.useQuery("get", path, init);
}

/** What is read again after an order to a service. */
export const OF_SERVICES = {
  predicate: ({ queryKey }: { queryKey: readonly unknown[] }) =>
    String(queryKey[1]).startsWith("/api/v1/operations/"),
};
