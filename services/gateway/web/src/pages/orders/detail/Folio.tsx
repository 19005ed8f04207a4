import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import styles from "@/pages/orders/detail/Why.module.css";
import { When } from "@/pages/orders/When";
import { Money } from "@/ui/Money";
import { money } from "@/ui/money";

type Billing = Schemas["Billing"];
type Posting = Schemas["PostingAnswer"];

/** What was posted to the room, each with its transaction numbers, so that it can be checked there. */
export function Folio({ billing }: { billing: Billing }) {
  const { t, i18n } = useTranslation("orders");
  const { postings, posted, owed, folio } = billing;
  const holds = posted && owed;
  const asItShould = holds && posted.amount === owed.total;
  const written = (amount: number) => money(amount, posted?.currency ?? "EUR", i18n.language);
  return (
    <>
      <h4>{t("folio.title")}</h4>
      {postings.length === 0 && <p className={styles.word}>{t("folio.empty")}</p>}
      <ol className={styles.postings}>
        {postings.map((posting) => (
          <PostingLine key={posting.posting_id} posting={posting} />
        ))}
      </ol>
      {holds && postings.length > 0 && (
        <p className={styles.holds} data-well={asItShould}>
          {asItShould
            ? t("folio.holds", { amount: written(posted.amount) })
            : t("folio.differs", { amount: written(posted.amount), owed: written(owed.total) })}
        </p>
      )}
      {folio.to_post && (
        <p className={styles.sum}>
          <span>{t("folio.to_post")}</span>
          <Money {...folio.to_post} />
        </p>
      )}
    </>
  );
}

function PostingLine({ posting }: { posting: Posting }) {
  const { t } = useTranslation(["orders", "states"]);
  const { transaction_numbers: numbers, problem, amount } = posting;
  return (
    <li data-state={posting.state}>
      <span>
        {t(`posting.${posting.state}`)}
        {problem && ` : ${t(`folio_problem.${problem}`, { ns: "states" })}`}
        <span className={styles.about}>
          <When at={posting.at} />
          {numbers.length > 0 && (
            <span className={styles.id}>
              {", "}
              {t("posting.numbers", { count: numbers.length, numbers: numbers.join(", ") })}
            </span>
          )}
          {posting.by && `, ${t("moment.by", { name: posting.by })}`}
          {posting.note && `, « ${posting.note} »`}
          {posting.detail && `, ${posting.detail}`}
        </span>
      </span>
      {amount && <Money amount={amount.total} currency={amount.currency} />}
    </li>
  );
}
