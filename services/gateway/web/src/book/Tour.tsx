import { nightsOf, personsOf, totalOf } from "./choice";
import { shifted } from "./nights";
import { useWords } from "./speaking";
import type { Leg } from "./tour";

interface Props {
  legs: Leg[];
  joined: string[];
  onJoin(joined: string[]): void;
}

/** What was chosen at other huts: with this one in one stay, if the guest likes. */
export function Tour({ legs, joined, onJoin }: Props) {
  const { t, counted, shortDay, money } = useWords();
  return (
    <fieldset className="tour">
      <legend>{t("tour.title")}</legend>
      {legs.map(({ hut, choice }) => {
        const nights = nightsOf(choice);
        const last = nights.at(-1) ?? "";
        const id = hut.property_id;
        return (
          <label key={id} className="tick">
            <input
              type="checkbox"
              checked={joined.includes(id)}
              onChange={(event) =>
                onJoin(
                  event.currentTarget.checked
                    ? [...joined, id]
                    : joined.filter((one) => one !== id),
                )
              }
            />
            <span>
              {t("tour.with", { name: hut.name })}
              <span className="soft">
                {shortDay(nights[0] ?? last)} – {shortDay(shifted(last, 1))} ·{" "}
                {counted("persons", personsOf(choice))} · {money(totalOf(hut, choice))}
              </span>
            </span>
          </label>
        );
      })}
      <p className="soft">{t("tour.hint")}</p>
    </fieldset>
  );
}
