import { useSuspenseQuery } from "@tanstack/react-query";
import { client, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { queries } from "@/api/queries";
import { forgetPerson, welcome } from "@/session/device";
import { leavePopUps } from "@/session/leaving";
import { endPopUps } from "@/session/push";

export type Me = Schemas["Me"];
export type MyProperty = Schemas["MyProperty"];
export type Permission = MyProperty["permissions"][number];

/** Who is signed in, or null. */
export const meQuery = {
  queryKey: ["me"],
  queryFn: async (): Promise<Me | null> => {
    try {
      return (await client.GET("/api/v1/me")).data ?? null;
    } catch (error) {
      if (asProblem(error).status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
};

// Whoever has just left is shown until the sign-in is, also by what is drawn only then.
let last: Me | null = null;

/** Who is signed in. Only below the shell, which nobody else reaches. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (data) last = data;
  if (!last) throw new Error("nobody is signed in");
  return data ?? last;
}

export function may(property: MyProperty, permission: Permission): boolean {
  return property.permissions.includes(permission);
}

export async function signIn(mail: string, password: string): Promise<Me> {
  const { data } = await client.POST("/api/v1/session", { body: { mail, password } });
  const me = data as Me;
  // Their session ran out, and with it nothing ended the pop-ups for whoever worked here before.
  if (!welcome(me.person_id ?? me.name)) void endPopUps().catch(() => undefined);
  queries.clear();
  queries.setQueryData(meQuery.queryKey, me);
  return me;
}

/** Ends the pop-ups here and the session, then `leave` goes where nobody need be signed in. What was read is forgotten
 * only there: what is still shown would ask for it again. */
export async function signOut(leave: () => Promise<void>): Promise<void> {
  await leavePopUps();
  try {
    await client.DELETE("/api/v1/session");
  } catch (error) {
    // Ended already, or taken away: that is what was wanted.
    if (asProblem(error).status !== 401) throw error;
  }
  forgetPerson();
  queries.setQueryData(meQuery.queryKey, null);
  await leave();
  queries.clear();
  queries.setQueryData(meQuery.queryKey, null);
}
