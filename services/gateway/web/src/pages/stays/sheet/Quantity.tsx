import { ActionIcon, NumberInput } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/stays/sheet/Sheet.module.css";

interface QuantityOf {
  /** Of what, for those who do not see the row. */
  label: string;
  value: number;
  /** At most so many; fewer than `least` are none. */
  least: number;
  most: number;
  change: (quantity: number) => void;
}

/** How many of something: none, or from its minimum to its maximum. */
export function Quantity({ label, value, least, most, change }: QuantityOf) {
  const { t } = useTranslation("stays");
  const fewer = value <= Math.max(1, least) ? 0 : value - 1;
  const more = value === 0 ? Math.max(1, least) : value + 1;
  const wrong = value !== 0 && (value < least || value > most);
  return (
    <div className={styles.quantity}>
      <ActionIcon
        variant="default"
        aria-label={t("quantity.fewer", { label })}
        disabled={value === 0}
        onClick={() => change(fewer)}
      >
        <IconMinus size={16} aria-hidden />
      </ActionIcon>
      <NumberInput
        hideControls
        aria-label={label}
        w="3.25rem"
        min={0}
        max={500}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="strict"
        value={value}
        error={wrong}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(typed) => change(Number(typed) || 0)}
      />
      <ActionIcon
        variant="default"
        aria-label={t("quantity.more", { label })}
        disabled={value >= most}
        onClick={() => change(more)}
      >
        <IconPlus size={16} aria-hidden />
      </ActionIcon>
      {wrong && (
        <span role="alert" className={styles.wrong}>
          {t("quantity.limits", { least, most })}
        </span>
      )}
    </div>
  );
}
