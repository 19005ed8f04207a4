import type { Hut, Shortage } from "./api";
import { useWords } from "./speaking";

/** Why a booking was not taken: in a sentence, and which nights are short by how many. */
export interface Refusal {
  title: string;
  shortages?: Shortage[];
  ask?: boolean;
}

/** `huts` are those of the booking, the one of this page first. */
export function RefusalNote({ refusal, huts }: { refusal: Refusal; huts: Hut[] }) {
  const { t, counted, day } = useWords();
  const { shortages = [] } = refusal;
  const [hut] = huts;
  const label = (propertyId: string, id: string) => {
    const there = huts.find((one) => one.property_id === propertyId);
    const room = there?.stock_types.find((one) => one.id === id)?.label ?? id;
    return huts.length > 1 && there ? `${there.name}, ${room}` : room;
  };
  const others = huts
    .slice(1)
    .filter((one) => shortages.some((short) => short.property_id === one.property_id));
  return (
    <div className="note" role="alert">
      <p>
        <b>{refusal.title}</b>
      </p>
      {shortages.length > 0 && (
        <>
          <ul>
            {shortages.map(({ property_id, shortage: one }) => {
              const about = { day: day(one.night), type: label(property_id, one.stock_type_id) };
              return (
                <li key={`${property_id}/${one.night}/${one.stock_type_id}`}>
                  {one.reason === "short"
                    ? t("refused.night", {
                        ...about,
                        short: counted("short_places", one.short ?? 0),
                        left: counted("places", one.left ?? 0),
                      })
                    : t("refused.why", { ...about, why: t(whyOf(one.reason)) })}
                </li>
              );
            })}
          </ul>
          <p>{t("refused.kept")}</p>
          {others.map((one) => (
            <a key={one.property_id} href={`/book/${one.property_id}?lang=${one.language}#people`}>
              {t("tour.change", { name: one.name })}
            </a>
          ))}
        </>
      )}
      {refusal.ask && hut && <Ways hut={hut} />}
    </div>
  );
}

export function GroupNote({ hut }: { hut: Hut }) {
  const { t } = useWords();
  return (
    <div className="note" role="alert">
      <p>
        <b>{t("group.title", { count: hut.group_from ?? 0 })}</b>
      </p>
      <p>{t("group.text")}</p>
      <Ways hut={hut} />
    </div>
  );
}

/** How to reach the hut: by a touch. */
export function Ways({ hut }: { hut: Hut }) {
  const { t } = useWords();
  const phone = hut.contact.phone ?? hut.contact.mobile;
  return (
    <ul className="ways">
      {phone && (
        <li>
          <a href={`tel:${phone.replaceAll(" ", "")}`}>{t("call", { phone })}</a>
        </li>
      )}
      {hut.contact.mail && (
        <li>
          <a href={`mailto:${hut.contact.mail}`}>{t("write")}</a>
        </li>
      )}
    </ul>
  );
}

function whyOf(reason: Shortage["shortage"]["reason"]) {
  switch (reason) {
    case "closed":
    case "not_open":
    case "too_late":
    case "too_far":
      return `why.${reason}` as const;
    default:
      return "why.full" as const;
  }
}
