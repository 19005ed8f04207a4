import { Button, CloseButton, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconBell } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEnabling, usePreferences } from "@/session/enabling";
import { useMe } from "@/session/me";
import styles from "@/session/OfferNotifications.module.css";
import { useMay, useProperty } from "@/session/property";
import { NotSubscribed, OFFERED, support, usePushHere } from "@/session/push";
import { NARROW } from "@/shell/Rail";

// Without a keyboard there is no key for a bookmark.
const KEYBOARD = "(hover: hover) and (pointer: fine)";
const BOOKMARK = /Mac/.test(navigator.userAgent) ? "⌘ D" : "Ctrl D";

/** Offers pop-ups once per person and device, at the first sign-in (O01) and after a sign-out that
 * ended them, and opens what a pop-up
 * that was clicked is about. */
export function OfferNotifications() {
  useOpenedByPopUp();
  const { mail } = useMe();
  const [offered, setOffered] = useState(() => localStorage.getItem(OFFERED + mail) !== null);
  const may = useMay("see_orders");
  const done = useCallback(() => {
    localStorage.setItem(OFFERED + mail, new Date().toISOString());
    setOffered(true);
  }, [mail]);
  if (offered || !may || support() !== "maybe") return null;
  return <Offer done={done} />;
}

function Offer({ done }: { done: () => void }) {
  const { t } = useTranslation("settings");
  const { id } = useProperty();
  const { here } = usePushHere();
  const { data: saved } = usePreferences();
  const [allowed, setAllowed] = useState(false);
  const narrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  const keyboard = useMediaQuery(KEYBOARD, undefined, { getInitialValueInEffect: false });
  const enabling = useEnabling(id, () => setAllowed(true));
  const told = here?.can === "yes" && saved?.browsers.some((one) => one.endpoint === here.endpoint);
  // Whoever has allowed pop-ups here, or takes them away again later, is not asked any more.
  useEffect(() => {
    if (told && !allowed) done();
  }, [told, allowed, done]);
  if (!allowed && (told || (here && here.can !== "yes"))) return null;
  const key = here?.can === "yes" ? here.key : undefined;
  const refused = enabling.error instanceof NotSubscribed ? enabling.error.why : "no_service";
  return (
    <section className={styles.offer} aria-label={t("offer.title")}>
      <IconBell size={22} aria-hidden className={styles.bell} />
      <div className={styles.words} role="status">
        <Text fw={600} className={styles.title}>
          {allowed ? t("offer.done") : t("offer.title")}
        </Text>
        {(enabling.error || keyboard) && (
          <Text size="sm" c="dimmed">
            {enabling.error ? t(`popups.${refused}`) : t("offer.bookmark", { keys: BOOKMARK })}
          </Text>
        )}
      </div>
      {!allowed && (
        <Button
          size={narrow ? "xs" : "sm"}
          disabled={!key}
          loading={enabling.isPending}
          onClick={() => key && enabling.mutate(key)}
        >
          {t(narrow ? "offer.enable_short" : "offer.enable")}
        </Button>
      )}
      <CloseButton
        size="lg"
        aria-label={t("offer.later")}
        title={t("offer.later")}
        onClick={done}
      />
    </section>
  );
}

/** The service worker leaves it to the page to go where a pop-up leads: nothing is reloaded. */
function useOpenedByPopUp(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    const go = ({ data }: MessageEvent<{ open?: string }>) => {
      if (data?.open?.startsWith("/")) void navigate({ href: data.open });
    };
    worker?.addEventListener("message", go);
    return () => worker?.removeEventListener("message", go);
  }, [navigate]);
}
