import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, client, writing } from "@/api/client";
import { queries } from "@/api/queries";
import { isLanguage } from "@/i18n/languages";
import { bodyOf, type Preferences, type PreferencesBody, withBrowser } from "@/session/preferences";
import { subscribe } from "@/session/push";

export const NOTIFICATIONS = "/api/v1/me/notifications";

export function usePreferences(enabled = true) {
  return api.useQuery("get", NOTIFICATIONS, {}, { enabled });
}

/** As saved now, read anew: another tab may have saved since. */
export async function readPreferences(): Promise<Preferences> {
  const { data } = await client.GET(NOTIFICATIONS);
  return data as Preferences;
}

export async function savePreferences(
  body: PreferencesBody,
  headers = writing(),
): Promise<PreferencesBody> {
  await client.PUT(NOTIFICATIONS, { body, params: { header: headers } });
  await queries.invalidateQueries({ queryKey: ["get", NOTIFICATIONS] });
  return body;
}

/** Show pop-ups in this browser from now on: asks, subscribes, and saves that. */
export function useEnabling(property: string, then: (saved: PreferencesBody) => void) {
  const { i18n } = useTranslation();
  return useMutation({
    mutationFn: async (key: string) => {
      const browser = await subscribe(key);
      const language = isLanguage(i18n.language) ? i18n.language : "en";
      const before = bodyOf(await readPreferences(), language);
      return savePreferences(withBrowser(before, browser, property));
    },
    onSuccess: then,
  });
}
