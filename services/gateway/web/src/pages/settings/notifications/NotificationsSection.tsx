import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isLanguage } from "@/i18n/languages";
import { BrowserPopUps } from "@/pages/settings/notifications/BrowserPopUps";
import { type Form, formOf } from "@/pages/settings/notifications/form";
import { NotificationsForm } from "@/pages/settings/notifications/NotificationsForm";
import { usePreferences } from "@/session/enabling";
import { useMe } from "@/session/me";
import { type Preferences, withFirstPush } from "@/session/preferences";
import { useProperty } from "@/session/property";
import { useDraft } from "@/ui/draft";
import { ErrorState } from "@/ui/ErrorState";

/** How one is told of this property's orders (O24, O25). */
export default function NotificationsSection() {
  const { data: saved, error, refetch } = usePreferences();
  if (error && !saved) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!saved) return <Skeleton height="30rem" radius="md" />;
  return <Saved saved={saved} />;
}

function Saved({ saved }: { saved: Preferences }) {
  const { i18n } = useTranslation();
  const { id } = useProperty();
  const { mail } = useMe();
  const [draft, set, done] = useDraft<Form | null>(`notifications.${mail}.${id}`, null);
  const before = formOf(saved, id, isLanguage(i18n.language) ? i18n.language : "en");
  // Allowing the first browser wishes pop-ups; what is being written goes along with it.
  const allowed = () => draft && set({ ...draft, wishes: withFirstPush(draft.wishes) });
  return (
    <>
      <BrowserPopUps saved={saved} allowed={allowed} />
      <NotificationsForm
        saved={saved}
        before={before}
        form={draft ?? before}
        set={set}
        done={() => done(null)}
      />
    </>
  );
}
