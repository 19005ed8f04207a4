import { useTranslation } from "react-i18next";
import { useProperty } from "@/session/property";
import { clock, exactly, localDay, useNow } from "@/ui/time";

const formats = new Map<string, Intl.DateTimeFormat>();

function shortDay(at: string, language: string, timeZone: string): string {
  const key = `${language} ${timeZone}`;
  const options = { day: "numeric", month: "short", timeZone } as const;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, format);
  return format.format(new Date(at));
}

/** "21:40", with "28 nov." before it when that was another day: short enough for a column. */
export function When({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const { time_zone: zone } = useProperty();
  const now = useNow(60_000);
  const otherDay = localDay(at, zone) !== localDay(now, zone);
  return (
    <time dateTime={at} title={exactly(at, i18n.language, zone)}>
      {otherDay && `${shortDay(at, i18n.language, zone)} `}
      {clock(at, i18n.language, zone)}
    </time>
  );
}
