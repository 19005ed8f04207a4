import { useTranslation } from "react-i18next";
import { useProperty } from "@/session/property";
import { clock, day, exactly, localDay, minutesUntil, span, useNow } from "@/ui/time";

/** An instant as the property's clock shows it, with its day when that is not today. */
export function Clock({ at, dated = false }: { at: string; dated?: boolean }) {
  const { i18n } = useTranslation();
  const { time_zone: zone } = useProperty();
  const now = useNow(60_000);
  const otherDay = dated && localDay(at, zone) !== localDay(now, zone);
  return (
    <time dateTime={at} title={exactly(at, i18n.language, zone)}>
      {otherDay && `${day(at, i18n.language, zone)}, `}
      {clock(at, i18n.language, zone)}
    </time>
  );
}

/** "21:40, in 7 min", counting down; late says by how much. */
export function Expected({ at }: { at: string | null | undefined }) {
  const { t, i18n } = useTranslation("states");
  const { time_zone: zone } = useProperty();
  const now = useNow(5000);
  if (!at) return <span>{t("expected.unknown")}</span>;
  const minutes = minutesUntil(at, now);
  const time = clock(at, i18n.language, zone);
  const said =
    minutes > 0
      ? t("expected.in", { time, span: span(minutes) })
      : minutes === 0
        ? t("expected.now", { time })
        : t("expected.late", { time, span: span(-minutes) });
  return (
    <time dateTime={at} title={exactly(at, i18n.language, zone)}>
      {said}
    </time>
  );
}
