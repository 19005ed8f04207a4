import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import styles from "@/pages/orders/detail/Claim.module.css";
import type { Detail } from "@/pages/orders/detail/OrderPanel";
import { When } from "@/pages/orders/When";
import { useMay, useProperty } from "@/session/property";
import { Clock } from "@/ui/Clock";
import { Confirm } from "@/ui/Confirm";
import { Money } from "@/ui/Money";
import { money } from "@/ui/money";
import { useWrite } from "@/ui/write";

type ClaimAnswer = Schemas["ClaimAnswer"];

/** One claim: what was wrong, what was asked back, until when the partner answers, how it ended. */
export function Claim({ claim, detail }: { claim: ClaimAnswer; detail: Detail }) {
  const { t } = useTranslation(["orders", "states"]);
  const { outcome, telling } = claim;
  const what = claim.items.map(({ line, quantity }) => `${quantity} × ${nameOf(detail, line)}`);
  return (
    <article className={styles.claim}>
      <p className={styles.first}>
        <strong>{t(`claim_reason.${claim.reason}`)}</strong>
        <Money {...claim.amount} />
      </p>
      {what.length > 0 && <p>{what.join(", ")}</p>}
      {claim.description && <p className={styles.words}>{claim.description}</p>}
      <Photos photos={claim.photos} />
      <p className={styles.soft}>
        {t("claim.opened")} <When at={claim.opened_at} />
        {claim.by && ` ${t("moment.by", { name: claim.by })}`}
        {". "}
        {!outcome && t(`claim.told.${telling}`)}
        {!outcome && claim.problem && ` (${claim.problem})`}
      </p>
      <p className={styles.state} data-outcome={outcome ?? "open"}>
        {outcome ? (
          <>
            {t(`moment.claim_ended`, {
              ns: "states",
              note: t(`outcome.${outcome}`, { ns: "states" }),
            })}
            {claim.ended_at && (
              <>
                {", "}
                <When at={claim.ended_at} />
              </>
            )}
            {claim.note && `. ${claim.note}`}
          </>
        ) : (
          <>
            {t("claim.answer_by")} <Clock at={claim.deadline} dated />
          </>
        )}
      </p>
      {!outcome && <Withdraw claim={claim} order={detail.order_id} />}
    </article>
  );
}

function nameOf(detail: Detail, line: number): string {
  return detail.lines[line]?.name ?? String(line + 1);
}

function Photos({ photos }: { photos: string[] }) {
  const { t } = useTranslation("orders");
  if (photos.length === 0) return null;
  return (
    <ul className={styles.photos}>
      {photos.map((photo, at) => (
        <li key={photo}>
          <a href={here(photo)} target="_blank" rel="noreferrer">
            <img src={here(photo)} alt={t("claim.photo", { number: at + 1 })} loading="lazy" />
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Links are made for the partner, under the public address; here the same picture is near. */
function here(photo: string): string {
  const { pathname, search } = new URL(photo, window.location.href);
  return pathname + search;
}

function Withdraw({ claim, order }: { claim: ClaimAnswer; order: string }) {
  const { t, i18n } = useTranslation("orders");
  const { id: property } = useProperty();
  const [asked, ask] = useDisclosure(false);
  const may = useMay("claim");
  const withdraw = useWrite({
    send: (_: undefined, header) =>
      client.DELETE("/api/v1/properties/{property}/orders/{order}/claim/{claim}", {
        params: { path: { property, order, claim: claim.claim_id }, header },
      }),
    done: t("claim.withdrawn"),
    onDone: ask.close,
  });
  if (!may) return null;
  const amount = money(claim.amount.amount, claim.amount.currency, i18n.language);
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={ask.open}>
        {t("claim.withdraw")}
      </Button>
      <Confirm
        opened={asked}
        title={t("claim.withdraw")}
        consequence={t("claim.withdraw_what", { amount })}
        action={t("claim.withdraw")}
        busy={withdraw.isPending}
        onConfirm={() => withdraw.mutate(undefined)}
        onClose={ask.close}
      />
    </>
  );
}
