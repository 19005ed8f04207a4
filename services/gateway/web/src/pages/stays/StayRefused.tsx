import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/problem";
import { useSelling } from "@/pages/planning/useStockRows";
import { limitsOf, reasonOf, type Shortage } from "@/pages/stays/refused";
import { useMe } from "@/session/me";
import { useProperty } from "@/session/property";
import { plainDate } from "@/ui/time";

/** Says why a stay was refused: which night is short, and by how many. */
export function StayRefused({ error }: { error: unknown }) {
  const { t } = useTranslation("stays");
  const problem = error ? asProblem(error) : null;
  const reason = reasonOf(problem);
  if (!problem || !reason) return null;
  const limits = reason === "quantity" ? limitsOf(problem) : null;
  const shortages = problem.more.shortages ?? [];
  const more = (problem.more.shortages_count ?? 0) - shortages.length;
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      styles={{ title: { color: "var(--text)" }, message: { color: "var(--text)" } }}
      icon={<IconAlertTriangle size={20} aria-hidden />}
      title={t(`refused.${reason}`)}
    >
      {limits && t("refused.limits", limits)}
      {reason === "group" && problem.detail}
      {shortages.length > 0 && (
        <ul style={{ margin: 0, paddingInlineStart: "1.25rem" }}>
          {shortages.map((one) => (
            <Short
              key={`${one.property_id} ${one.shortage.night} ${one.shortage.stock_type_id}`}
              {...one}
            />
          ))}
          {more > 0 && <li>{t("refused.more", { count: more })}</li>}
        </ul>
      )}
    </Alert>
  );
}

function Short({ property_id, shortage }: Shortage) {
  const { t, i18n } = useTranslation("stays");
  const here = useProperty();
  const me = useMe();
  const types = useSelling(property_id).data?.selling.stock_types ?? [];
  const hut = me.properties.find((one) => one.id === property_id)?.name ?? property_id;
  const type = types.find((one) => one.id === shortage.stock_type_id)?.name;
  const where = [property_id === here.id ? null : hut, type ?? shortage.stock_type_id];
  return (
    <li>
      {t(`shortage.${shortage.reason}`, {
        night: plainDate(shortage.night, i18n.language, true),
        where: where.filter(Boolean).join(", "),
        short: shortage.short,
        left: shortage.left,
      })}
    </li>
  );
}
