import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { nowThere } from "@/api/time";
import { later } from "@/pages/products/closures/months";
import { type Form, read } from "@/pages/products/mails/form";
import styles from "@/pages/products/mails/Preview.module.css";
import { GUEST, NIGHT_COSTS, PERSONS, SAMPLES } from "@/pages/products/mails/sample";
import { useHut } from "@/pages/products/saving/reading";
import { first, type Writing } from "@/pages/products/words/languages";
import { useProperty } from "@/session/property";
import { Block } from "@/ui/Block";
import { money } from "@/ui/money";
import { localDay, plainDate } from "@/ui/time";

const AHEAD = 30;
type Which = "pre_booking" | "booking";

/** The mail as a guest will read it, with a stay by way of example (R20, R22). */
export function MailPreview(props: { form: Form; selling: Schemas["Selling"]; writing: Writing }) {
  const { t } = useTranslation("products");
  const [which, setWhich] = useState<Which>("pre_booking");
  const { form, writing } = props;
  const texts = read(form, writing.language, writing.order);
  const [subject, body] =
    which === "booking"
      ? [texts.booking_subject, texts.booking_body]
      : [texts.pre_booking_subject, texts.pre_booking_body];
  return (
    <Block
      title={t("preview.title")}
      about={t("preview.about")}
      action={
        <SegmentedControl
          aria-label={t("preview.which")}
          value={which}
          onChange={(value) => setWhich(value as Which)}
          data={[
            { value: "pre_booking", label: t("preview.pre_booking") },
            { value: "booking", label: t("preview.booking") },
          ]}
        />
      }
    >
      <article className={styles.mail} lang={writing.language}>
        <dl className={styles.head} lang={undefined}>
          <dt>{t("preview.from")}</dt>
          <dd>{form.sender || t("preview.no_sender")}</dd>
          <dt>{t("preview.to")}</dt>
          <dd>{`${GUEST.name} <${GUEST.mail}>`}</dd>
          <dt>{t("preview.copy")}</dt>
          <dd>{form.sender || t("preview.no_sender")}</dd>
          <dt>{t("preview.subject")}</dt>
          <dd className={styles.subject}>{subject || t("preview.no_subject")}</dd>
        </dl>
        <div className={styles.body}>
          <p className={styles.words}>{body || t("preview.no_body")}</p>
          <Recap selling={props.selling} writing={writing} />
        </div>
      </article>
    </Block>
  );
}

function Recap({ selling, writing }: { selling: Schemas["Selling"]; writing: Writing }) {
  const { time_zone: zone, name } = useProperty();
  const { data: hut } = useHut();
  const { language, order } = writing;
  const says = SAMPLES[language];
  const [rate] = selling.rates;
  const type = selling.stock_types.find((one) => one.id === rate?.stock_type_id);
  const night = later(localDay(nowThere(), zone), AHEAD);
  const costs = (rate?.unit_amount ?? NIGHT_COSTS) * PERSONS;
  const contact = hut?.sheet.contact;
  const read = [language, ...order];
  const what = [first(rate?.name, read), first(type?.label, read) || type?.name];
  return (
    <>
      <h3>{says.recap}</h3>
      <p>
        {`${says.night} ${plainDate(night, language, true)}`}
        <br />
        {[`${PERSONS} ${says.persons}`, ...what].filter(Boolean).join(", ")}
        <br />
        <strong>{`${says.total} ${money(costs, selling.currency, language)}`}</strong>
      </p>
      <h3>{says.guest}</h3>
      <p>
        {GUEST.name}
        <br />
        {`${GUEST.phone}, ${GUEST.mail}`}
      </p>
      <h3>{says.hut}</h3>
      <p>
        {contact?.name ?? name}
        <br />
        {[contact?.phone, contact?.mail].filter(Boolean).join(", ")}
      </p>
    </>
  );
}
