import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import { nowThere } from "@/api/time";
import styles from "@/pages/products/closures/Closures.module.css";
import { MonthCalendar } from "@/pages/products/closures/MonthCalendar";
import { later, monthsFrom, periods } from "@/pages/products/closures/months";
import { useTicking } from "@/pages/products/closures/useTicking";
import { WithSelling } from "@/pages/products/saving/Loaded";
import { PartBlock, type Told } from "@/pages/products/saving/PartBlock";
import { useSellingPart } from "@/pages/products/saving/parts";
import { useProperty } from "@/session/property";
import { localDay, plainDate } from "@/ui/time";

const YEAR = 12;
// A planning reaches so many nights, today's included.
const HORIZON = 24 * 31;

/** The calendar of closures: a ticked night is closed, whatever its openings say (R24). */
export default function ClosuresSection() {
  return <WithSelling>{(sold) => <Closures sold={sold} />}</WithSelling>;
}

const formOf = (selling: Schemas["Selling"]): string[] => [...selling.closed];

function Closures({ sold }: { sold: Schemas["SellingAnswer"] }) {
  const { t, i18n } = useTranslation("products");
  const { time_zone: zone } = useProperty();
  const [shown, setShown] = useState(YEAR);
  const today = localDay(nowThere(), zone);
  const last = later(today, HORIZON - 1);
  const part = useSellingPart<string[]>(sold, {
    name: "closures",
    form: formOf,
    put: (property, closed, header, undercut) =>
      client.PUT("/api/v1/properties/{property}/closures", {
        params: { path: { property }, header },
        body: { closed: closed.filter((night) => night >= today), undercut },
      }),
  });
  const { form, set } = part;
  const ticking = useTicking({ closed: form, set, today, last, may: part.may });
  const told = (closed: string[]): Told => [[t("closures.nights"), periodsText(closed)]];
  const periodsText = (closed: readonly string[]) =>
    periods(closed)
      .map(([from, to]) =>
        (from === to ? [from] : [from, to])
          .map((night) => plainDate(night, i18n.language))
          .join(" – "),
      )
      .join("\n");
  const coming = form.filter((night) => night >= today);
  return (
    <PartBlock
      id="closures"
      part={part}
      title={t("closures.title")}
      about={t("closures.about")}
      told={told}
      after={
        shown < 2 * YEAR && (
          <Button variant="default" onClick={() => setShown(2 * YEAR)}>
            {t("closures.more")}
          </Button>
        )
      }
    >
      <p className={styles.count}>{t("closures.count", { count: coming.length })}</p>
      <div className={styles.months}>
        {monthsFrom(today, shown).map((month) => (
          <MonthCalendar key={month.name} month={month} ticking={ticking} />
        ))}
      </div>
    </PartBlock>
  );
}
