import { Button, Group } from "@mantine/core";
import { IconNote, IconUser } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { useAddress } from "@/app/search";
import styles from "@/pages/planning/Day.module.css";
import { useLabel } from "@/pages/planning/words";
import { CancelStay } from "@/pages/stays/CancelStay";
import { StayMark } from "@/pages/stays/StayMark";
import { useMay } from "@/session/property";
import { EmptyState } from "@/ui/EmptyState";
import { Money } from "@/ui/Money";
import { Phone } from "@/ui/Phone";
import { moveAmongRows } from "@/ui/rows";

type Night = Schemas["PlanningDay"];
type Stay = Schemas["DayStay"];

/** Who sleeps there that night, what they have and what it comes to (R53). */
export function DayStays({ data }: { data: Night }) {
  const { t } = useTranslation("planning");
  const { stays, currency } = data;
  const persons = stays.reduce((sum, stay) => sum + stay.persons, 0);
  return (
    <section className={styles.stays} aria-labelledby="stays-title">
      <h3 id="stays-title">{t("stays.title", { count: stays.length, persons })}</h3>
      {stays.length === 0 ? (
        <EmptyState title={t("stays.none")} why={t("stays.none_why")} />
      ) : (
        <>
          <ul className={styles.list} onKeyDown={moveAmongRows}>
            {stays.map((stay) => (
              <OneStay key={stay.order_id} stay={stay} currency={currency} />
            ))}
          </ul>
          <dl className={styles.sums}>
            <Sum word={t("stays.bookings_total")} amount={data.bookings_total} of={currency} />
            <Sum
              word={t("stays.supplements_total")}
              amount={data.supplements_total}
              of={currency}
            />
            <Sum word={t("stays.total")} amount={data.total} of={currency} strong />
          </dl>
        </>
      )}
    </section>
  );
}

function OneStay({ stay, currency }: { stay: Stay; currency: string }) {
  const { t } = useTranslation("planning");
  const [{ stay: opened }, change] = useAddress();
  const [cancelling, setCancelling] = useState(false);
  const mayBook = useMay("book_stays");
  return (
    <li className={styles.stay} data-chosen={opened === stay.order_id} data-row-around>
      <p className={styles.who}>
        <strong>{stay.guest}</strong>
        <StayMark state={stay.state} />
      </p>
      <p className={`${styles.soft} ${styles.reach}`}>
        <Phone number={stay.phone} label={stay.guest} />
        <a href={`mailto:${stay.mail}`}>{stay.mail}</a>
      </p>
      <p className={styles.soft}>
        <IconUser size={15} aria-hidden /> {t("stays.persons", { count: stay.persons })}
        {stay.arrives && ` · ${t("stays.arrives")}`}
      </p>
      {stay.remark && (
        <p className={styles.remark}>
          <IconNote size={16} aria-label={t("stays.remark")} /> {stay.remark}
        </p>
      )}
      <Lines lines={stay.bookings} currency={currency} />
      <dl className={styles.sums}>
        <Sum word={t("stays.bookings_total")} amount={stay.bookings_total} of={currency} />
      </dl>
      <Lines lines={stay.supplements} currency={currency} />
      <dl className={styles.sums}>
        {stay.supplements.length > 0 && (
          <Sum word={t("stays.supplements_total")} amount={stay.supplements_total} of={currency} />
        )}
        <Sum word={t("stays.total")} amount={stay.total} of={currency} strong />
      </dl>
      <Group gap="xs">
        <Button
          data-row
          variant="default"
          size="xs"
          aria-label={t("stays.detail_of", { guest: stay.guest })}
          onClick={() => change({ stay: stay.order_id })}
        >
          {t("stays.detail")}
        </Button>
        {mayBook && (
          <Button
            variant="subtle"
            color="red"
            size="xs"
            aria-label={t("stays.cancel_of", { guest: stay.guest })}
            onClick={() => setCancelling(true)}
          >
            {t("stays.cancel")}
          </Button>
        )}
      </Group>
      {cancelling && <CancelStay order={stay.order_id} close={() => setCancelling(false)} />}
    </li>
  );
}

function Lines({ lines, currency }: { lines: Stay["bookings"]; currency: string }) {
  const label = useLabel();
  return (
    <ul className={styles.lines}>
      {lines.map((line) => (
        <li key={`${line.item_id} ${line.night}`}>
          <span>
            {line.quantity} × {label(line.name)}
            {line.stock_type && <span className={styles.soft}> {line.stock_type}</span>}
          </span>
          <Money amount={line.total} currency={currency} />
        </li>
      ))}
    </ul>
  );
}

function Sum(props: { word: string; amount: number; of: string; strong?: boolean }) {
  return (
    <div data-strong={props.strong}>
      <dt>{props.word}</dt>
      <dd>
        <Money amount={props.amount} currency={props.of} />
      </dd>
    </div>
  );
}
