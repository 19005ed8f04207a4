import { client } from "@/api/client";

export const SHORTEST = 10;
export const LONGEST = 200;

export interface Passwords {
  current: string;
  new: string;
}

// Until the description names the route.
const post = client.POST as (path: string, asked: { body: Passwords }) => Promise<unknown>;

/** All other sessions of the person end. */
export async function changePassword(body: Passwords): Promise<void> {
  await post("/api/v1/me/password", { body });
}
