import { Button, Checkbox, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import bar from "@/pages/orders/FilterBar.module.css";
import { Chip } from "@/pages/orders/FilterChip";
import { PeriodChip } from "@/pages/orders/PeriodChip";
import { type Filters, NO_FILTERS, STATES } from "./filters";
import { StateMark } from "./StateMark";
import styles from "./sales.module.css";
import { ViewSwitch } from "./ViewSwitch";

/** Period and state as chips, and how many stays they leave. */
export function SalesFilters(props: { filters: Filters; count: number | null; more: boolean }) {
  const { t } = useTranslation("sales");
  const [, change] = useAddress();
  const { filters, count, more } = props;
  const { state, period, from, to, q } = filters;
  const any = state.length || period || from || to || q;
  return (
    <section className={bar.bar} aria-label={t("filters")}>
      <div className={bar.chips}>
        <ViewSwitch />
        <PeriodChip filters={filters} />
        <StateChip chosen={state} />
        {any ? (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            onClick={() => change(NO_FILTERS)}
          >
            {t("filters.clear")}
          </Button>
        ) : null}
      </div>
      <output className={`${bar.count} ${styles.count}`}>
        {count !== null && t(more ? "count.more" : "count", { count })}
      </output>
    </section>
  );
}

function StateChip({ chosen }: { chosen: Filters["state"] }) {
  const { t } = useTranslation("sales");
  const [, change] = useAddress();
  return (
    <Chip
      label={t("filter.state")}
      value={chosen.map((one) => t(`state.${one}`)).join(", ")}
      clear={() => change({ state: undefined })}
    >
      <Checkbox.Group
        value={[...chosen]}
        onChange={(all) => change({ state: all.join(",") })}
        aria-label={t("filter.state")}
      >
        <Stack gap="sm">
          {STATES.map((one) => (
            <Checkbox key={one} value={one} label={<StateMark state={one} />} />
          ))}
        </Stack>
      </Checkbox.Group>
    </Chip>
  );
}
