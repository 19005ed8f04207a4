import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { asProblem } from "@/api/problem";

const TRIES = 3;
type SignedOut = () => void;
let told: SignedOut = () => undefined;

/** Called when the server no longer knows the session. */
export function onSignedOut(then: SignedOut): void {
  told = then;
}

/** The server said, outside of any query, that it no longer knows the session. */
export function signedOut(): void {
  told();
}

function watch(error: unknown): void {
  if (asProblem(error).status === 401) signedOut();
}

/** All that was read. News come by the stream (`live/`), so nothing is asked again by age. */
export const queries = new QueryClient({
  queryCache: new QueryCache({ onError: watch }),
  mutationCache: new MutationCache({ onError: watch }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < TRIES && asProblem(error).passing,
    },
    mutations: { retry: false, networkMode: "always" },
  },
});
