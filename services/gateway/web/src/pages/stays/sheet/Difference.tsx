import { Radio, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import type { Stay } from "@/pages/stays/stay";
import { money } from "@/ui/money";

/** What is to become of the difference: of too much, by the hut's rules unless said otherwise. */
export type Settling = "online" | "hut" | "rule" | "yes" | "no";

export const over = (stay: Stay, price: Schemas["Price"]) => stay.paid - price.due_now;

/** What a change sends of it. */
export function settled(stay: Stay, price: Schemas["Price"], settling: Settling | undefined) {
  const more = stay.paid === 0 ? 0 : over(stay, price);
  const said = more > 0 && (settling === "yes" || settling === "no");
  return {
    at_hut: more < 0 && settling === "hut",
    ...(said && { refund: settling === "yes" }),
  };
}

interface Props {
  stay: Stay;
  price: Schemas["Price"];
  settling: Settling | undefined;
  onChange(settling: Settling): void;
}

/** Of a stay that was paid online: what its guest is asked for, or given back. */
export function Difference({ stay, price, settling, onChange }: Props) {
  const { t, i18n } = useTranslation("stays");
  const more = over(stay, price);
  if (stay.paid === 0 || more === 0) return null;
  const ways = more < 0 ? (["online", "hut"] as const) : (["rule", "yes", "no"] as const);
  const chosen = ways.find((one) => one === settling) ?? ways[0];
  const amount = money(Math.abs(more), price.currency, i18n.language);
  return (
    <Radio.Group
      label={t(more < 0 ? "change.due" : "change.over", { amount })}
      value={chosen}
      onChange={(value) => onChange(value as Settling)}
    >
      <Stack gap="xs" mt="xs">
        {ways.map((one) => (
          <Radio key={one} value={one} label={t(`change.settle.${one}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
