import { client } from "@/api/client";

export const SHORTEST = 10;
export const LONGEST = 200;

export interface Passwords {
  current: string;
  new: string;
}

/** All other sessions of the person end. */
export async function changePassword(body: Passwords): Promise<void> {
  await client.POST("/api/v1/me/password", { body });
}
