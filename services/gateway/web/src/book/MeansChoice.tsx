import type { Hut } from "./api";
import { useWords } from "./speaking";
import type { Means } from "./useSending";

interface Props {
  hut: Hut;
  means: Means | undefined;
  onChoose(means: Means): void;
}

/** How it is paid, where the hut leaves a choice (R57). */
export function MeansChoice({ hut, means, onChoose }: Props) {
  const { t } = useWords();
  const offered = hut.payment_means ?? [];
  if (offered.length < 2) return null;
  return (
    <fieldset className="means">
      <legend>{t("means")}</legend>
      {offered.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name="means"
            value={one}
            checked={one === means}
            onChange={() => onChoose(one)}
          />
          {t(`means.${one}` as "means.paypal")}
        </label>
      ))}
    </fieldset>
  );
}
