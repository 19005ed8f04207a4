import type { Hut, Wish } from "./api";
import { useWords } from "./speaking";

interface Props {
  hut: Hut;
  wish: Wish;
  /** At this hut alone. */
  alone: boolean;
  total: number;
  dueNow: number | null;
  /** For how long an option is kept. */
  days: number;
  onWish(wish: Wish): void;
}

/** What the validation makes, where the hut leaves the choice, and what is to be paid when (R19). */
export function Ways({ hut, wish, alone, total, dueNow, days, onWish }: Props) {
  const { t, money } = useWords();
  const amount = money(dueNow ?? total);
  const refund = hut.refund_days ?? 0;
  return (
    <>
      {alone && hut.ways.length > 1 && (
        <fieldset className="way">
          <legend>{t("way")}</legend>
          {(["booking", "pre_booking"] as const).map((one) => (
            <label key={one} className="tick">
              <input type="radio" name="way" checked={wish === one} onChange={() => onWish(one)} />
              <span>{t(`way.${one}`, { amount })}</span>
            </label>
          ))}
        </fieldset>
      )}
      {wish === "pre_booking" ? (
        <p className="soft">{t("due", { count: days })}</p>
      ) : (
        <p className="soft">
          {dueNow !== null && dueNow < total ? t("due.booking", { amount }) : t("due.whole")}{" "}
          {refund > 0 && t("due.refund", { count: refund })}
        </p>
      )}
    </>
  );
}
