import { type SyntheticEvent, useState } from "react";
import { type Hut, readTerms, type Terms } from "./api";
import { useWords } from "./speaking";

interface Props {
  hut: Hut;
  accepted: boolean;
  wrong: string;
  onAccept(accepted: boolean): void;
}

/** The terms of sale of one hut: to be read here, and accepted by themselves (R06). */
export function TermsOf({ hut, accepted, wrong, onAccept }: Props) {
  const { t } = useWords();
  const [terms, setTerms] = useState<Terms | "lost" | null>(null);
  const version = hut.terms_version;

  function opened(event: SyntheticEvent<HTMLDetailsElement>) {
    if (!event.currentTarget.open) return;
    if (terms && terms !== "lost" && terms.version === version) return;
    readTerms(hut.property_id, hut.language).then(setTerms, () => setTerms("lost"));
  }

  return (
    <div className="terms">
      <label className="tick">
        <input
          id={`terms-${hut.property_id}`}
          type="checkbox"
          checked={accepted}
          aria-invalid={wrong !== ""}
          aria-describedby={wrong ? `wrong-${hut.property_id}` : undefined}
          onChange={(event) => onAccept(event.currentTarget.checked)}
        />
        <span>{t("terms.accept", { name: hut.name })}</span>
      </label>
      {wrong && (
        <p id={`wrong-${hut.property_id}`} className="wrong" role="alert">
          {wrong}
        </p>
      )}
      <details onToggle={opened}>
        <summary>{t("terms.read")}</summary>
        {terms === "lost" ? (
          <p className="wrong">{t("unreachable")}</p>
        ) : (
          <p className="text" lang={terms?.language} aria-busy={terms === null}>
            {terms?.text ?? "…"}
          </p>
        )}
      </details>
    </div>
  );
}
