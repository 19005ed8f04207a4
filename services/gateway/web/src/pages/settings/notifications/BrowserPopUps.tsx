import { Alert, Button, Skeleton } from "@mantine/core";
import { IconAppWindow } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isLanguage } from "@/i18n/languages";
import styles from "@/pages/settings/notifications/BrowserPopUps.module.css";
import { readPreferences, savePreferences, useEnabling } from "@/session/enabling";
import { bodyOf, type Preferences, withoutBrowser } from "@/session/preferences";
import { useProperty } from "@/session/property";
import { makerOf, NotSubscribed, type PushHere, unsubscribe, usePushHere } from "@/session/push";
import { Block } from "@/ui/Block";
import { Confirm } from "@/ui/Confirm";
import { useWrite } from "@/ui/write";

/** Pop-ups in this browser, and which browsers of the person show them. */
export function BrowserPopUps(props: { saved: Preferences; allowed: () => void }) {
  const { t } = useTranslation("settings");
  const { browsers } = props.saved;
  const { here, again } = usePushHere();
  const mine = here?.can === "yes" ? here.endpoint : null;
  const [leaving, setLeaving] = useState<string | null>(null);
  const removing = useRemoving(() => {
    setLeaving(null);
    void again();
  });
  const listed = browsers.some(({ endpoint }) => endpoint === mine);
  return (
    <Block title={t("popups.title")} about={t("popups.about")}>
      {!here && <Skeleton height="2.25rem" width="14rem" />}
      {here && !listed && (
        <ThisBrowser
          here={here}
          enabled={() => {
            props.allowed();
            void again();
          }}
        />
      )}
      {browsers.length > 0 && (
        <ul className={styles.browsers} aria-label={t("popups.browsers")}>
          {browsers.map(({ endpoint }) => (
            <li key={endpoint}>
              <IconAppWindow size={20} aria-hidden />
              <span className={styles.name}>
                {t(`maker.${makerOf(endpoint)}`)}
                {endpoint === mine && <strong> · {t("popups.here")}</strong>}
              </span>
              <Button variant="default" size="xs" onClick={() => setLeaving(endpoint)}>
                {t("popups.remove")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Confirm
        opened={leaving !== null}
        title={t("popups.remove_title")}
        consequence={t(browsers.length > 1 ? "popups.remove_one" : "popups.remove_last")}
        action={t("popups.remove")}
        busy={removing.isPending}
        onConfirm={() => leaving && removing.mutate(leaving)}
        onClose={() => setLeaving(null)}
      />
    </Block>
  );
}

function useRemoving(then: () => void) {
  const { i18n } = useTranslation();
  return useWrite({
    send: async (endpoint: string, headers) => {
      const language = isLanguage(i18n.language) ? i18n.language : "en";
      const before = bodyOf(await readPreferences(), language);
      await savePreferences(withoutBrowser(before, endpoint), headers);
      await unsubscribe(endpoint);
    },
    onDone: then,
  });
}

function ThisBrowser({ here, enabled }: { here: PushHere; enabled: () => void }) {
  const { t } = useTranslation("settings");
  const { id } = useProperty();
  const enabling = useEnabling(id, enabled);
  if (here.can !== "yes") {
    return (
      <Alert
        color={here.can === "blocked" ? "orange" : "gray"}
        title={t(`popups.${here.can}`)}
        role="note"
      >
        {t(`popups.${here.can}.how`)}
      </Alert>
    );
  }
  const why = enabling.error instanceof NotSubscribed ? enabling.error.why : "not_saved";
  return (
    <>
      <Button loading={enabling.isPending} onClick={() => enabling.mutate(here.key)}>
        {t("popups.enable")}
      </Button>
      {enabling.error && (
        <Alert color="orange" mt="sm" role="alert">
          {t(`popups.${why}`)}
        </Alert>
      )}
    </>
  );
}
