import { Button, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { NumberField } from "@/pages/products/fields/NumberField";
import { Row } from "@/pages/products/fields/Row";
import rows from "@/pages/products/fields/Rows.module.css";
import { type Form, weekdays } from "@/pages/products/openings/form";
import styles from "@/pages/products/openings/Openings.module.css";
import { useField } from "@/pages/products/saving/faultText";
import type { Part } from "@/pages/products/saving/usePart";

/** One line: from the first to the last bookable night, places on each weekday. */
export function OpeningRow(props: {
  part: Part<Form[]>;
  at: number;
  form: Form;
  title: string;
  change: (to: Partial<Form>) => void;
  remove: () => void;
}) {
  const { t, i18n } = useTranslation("products");
  const { part, at, form, change } = props;
  const field = useField(part);
  const short = weekdays(i18n.language);
  const long = weekdays(i18n.language, "long");
  const monday = form.places[0] ?? null;
  const alike = form.places.every((places) => places === monday);
  const missing = form.places.some((_, day) => field(`${at}.places.${day}`).error);
  return (
    <Row title={props.title} untitled={t("openings.new")} remove={props.remove} level={4}>
      <div className={rows.grid}>
        <div className={rows.quarter}>
          <TextInput
            {...field(`${at}.first`)}
            type="date"
            label={t("openings.first")}
            value={form.first}
            onChange={(event) => change({ first: event.currentTarget.value })}
          />
        </div>
        <div className={rows.quarter}>
          <TextInput
            {...field(`${at}.last`)}
            type="date"
            label={t("openings.last")}
            min={form.first}
            value={form.last}
            onChange={(event) => change({ last: event.currentTarget.value })}
          />
        </div>
        <fieldset className={styles.week}>
          <legend>{t("openings.places")}</legend>
          <div className={styles.days}>
            {form.places.map((places, day) => (
              <div key={long[day]} className={styles.day}>
                <span aria-hidden>{short[day]}</span>
                <NumberField
                  bare
                  name={`${at}.places.${day}`}
                  label={t("openings.places_on", { day: long[day] ?? "" })}
                  value={places}
                  change={(to) => change({ places: form.places.with(day, to) })}
                />
              </div>
            ))}
          </div>
          {missing && <p className={styles.fault}>{t("openings.places_needed")}</p>}
          {monday !== null && !alike && (
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => change({ places: form.places.map(() => monday) })}
            >
              {t("openings.alike", { places: monday, day: long[0] ?? "" })}
            </Button>
          )}
        </fieldset>
      </div>
    </Row>
  );
}
