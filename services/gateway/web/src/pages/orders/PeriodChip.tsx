import { Button, Group, Radio, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import { Chip } from "@/pages/orders/FilterChip";
import { type Filters, PERIODS } from "@/pages/orders/filters";
import { plainDate } from "@/ui/time";

type Days = Pick<Filters, "period" | "from" | "to">;

const ANY = { period: undefined, from: undefined, to: undefined } as const;

/** Days of the property on which orders were placed, or stays booked: a period that moves with
 * today, or two days. */
export function PeriodChip({ filters }: { filters: Days }) {
  const { t } = useTranslation("orders");
  const [, change] = useAddress();
  const { period, from, to } = filters;
  return (
    <Chip label={t("filter.period")} value={useSaid(filters)} clear={() => change(ANY)}>
      <Stack gap="md">
        <Radio.Group
          value={period ?? ""}
          onChange={(chosen) => change({ ...ANY, period: chosen })}
          aria-label={t("filter.period")}
        >
          <Stack gap="sm">
            {PERIODS.map((one) => (
              <Radio key={one} value={one} label={t(`period.${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Group grow gap="xs">
          <TextInput
            type="date"
            label={t("period.from")}
            value={from}
            max={to || undefined}
            onChange={(event) =>
              change({ period: undefined, from: event.currentTarget.value }, true)
            }
          />
          <TextInput
            type="date"
            label={t("period.to")}
            value={to}
            min={from || undefined}
            onChange={(event) => change({ period: undefined, to: event.currentTarget.value }, true)}
          />
        </Group>
        {(period || from || to) && (
          <Button variant="default" onClick={() => change(ANY)}>
            {t("period.any")}
          </Button>
        )}
      </Stack>
    </Chip>
  );
}

function useSaid({ period, from, to }: Days): string {
  const { t, i18n } = useTranslation("orders");
  const written = (date: string) => plainDate(date, i18n.language);
  if (period) return t(`period.${period}`);
  if (from && to) return from === to ? written(from) : `${written(from)} – ${written(to)}`;
  if (from) return t("period.since", { day: written(from) });
  return to ? t("period.until", { day: written(to) }) : "";
}
