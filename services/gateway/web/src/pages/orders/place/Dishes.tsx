import { ActionIcon, Button, NumberInput, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Dish, NEW_DISH } from "@/pages/orders/place/order";
import styles from "@/pages/orders/place/PlaceOrder.module.css";

interface DishesOf {
  dishes: readonly Dish[];
  change: (dishes: Dish[]) => void;
  /** What is wrong with a field, by the API's name of it. */
  wrong: (field: string) => string | undefined;
}

/** The dishes, each with its price and tax rate; Enter goes on to the next line. */
export function Dishes({ dishes, change, wrong }: DishesOf) {
  const { t } = useTranslation("orders");
  const set = (place: number, changes: Partial<Dish>) =>
    change(dishes.map((dish, at) => (at === place ? { ...dish, ...changes } : dish)));
  const add = () =>
    change([...dishes, { ...NEW_DISH, rate: dishes.at(-1)?.rate ?? NEW_DISH.rate }]);
  return (
    <fieldset className={styles.dishes}>
      <legend>{t("place.dishes")}</legend>
      {dishes.map((dish, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
        <div key={place} className={styles.dish}>
          <TextInput
            className={styles.name}
            label={t("place.dish")}
            maxLength={200}
            value={dish.name}
            error={wrong(`lines.${place}.name`)}
            onChange={(event) => set(place, { name: event.currentTarget.value })}
          />
          <NumberInput
            label={t("place.quantity")}
            min={1}
            max={999}
            allowDecimal={false}
            value={dish.quantity}
            error={wrong(`lines.${place}.quantity`)}
            onChange={(quantity) => set(place, { quantity: Number(quantity) || 1 })}
          />
          <TextInput
            label={t("place.price")}
            inputMode="decimal"
            value={dish.price}
            error={wrong(`lines.${place}.unit_amount`)}
            onChange={(event) => set(place, { price: event.currentTarget.value })}
          />
          <TextInput
            label={t("place.rate")}
            inputMode="decimal"
            rightSection="%"
            value={dish.rate}
            error={wrong(`lines.${place}.rate`)}
            onChange={(event) => set(place, { rate: event.currentTarget.value })}
          />
          <ActionIcon
            className={styles.remove}
            aria-label={t("place.remove", { name: dish.name || String(place + 1) })}
            disabled={dishes.length === 1}
            onClick={() => change(dishes.filter((_, at) => at !== place))}
          >
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {wrong("lines") && <p className={styles.wrong}>{wrong("lines")}</p>}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={add}
      >
        {t("place.add")}
      </Button>
    </fieldset>
  );
}
