import { ActionIcon, Button, NumberInput, Popover } from "@mantine/core";
import { IconArrowBackUp, IconMinus, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import styles from "@/pages/planning/Day.module.css";
import { Undercut } from "@/pages/planning/Undercut";
import { useAdjusting } from "@/pages/planning/useAdjusting";
import { signed } from "@/pages/planning/words";
import { useMay } from "@/session/property";

interface LineOf {
  night: Schemas["DayShown"];
  type: Schemas["StockType"];
  stock: Schemas["StockShown"];
}

/** A stock type's places that night, and a booking by telephone taken off them (R35). */
export function StockLine({ night, type, stock }: LineOf) {
  const { t } = useTranslation("planning");
  const mayBook = useMay("book_stays");
  const adjusting = useAdjusting(night.night, type, stock);
  const open = stock.why !== "not_open";
  return (
    <li className={styles.line}>
      <div className={styles.what}>
        <h3>{type.name}</h3>
        <p className={styles.places}>
          {open ? (
            <>
              <strong>{stock.left}</strong> {t("stock.of", { places: stock.places })}
            </>
          ) : (
            t("why.not_open")
          )}
        </p>
        <p className={styles.soft}>
          {stock.bookings > 0 &&
            t("cell.sold", { bookings: stock.bookings, persons: stock.persons })}
          {stock.adjustment !== 0 &&
            ` ${t("stock.adjusted", { initial: stock.initial, by: signed(stock.adjustment) })}`}
        </p>
      </div>
      {mayBook && open && (
        <div className={styles.hands}>
          <ActionIcon
            variant="default"
            aria-label={t("stock.fewer", { name: type.name })}
            disabled={stock.places === 0}
            onClick={() => adjusting.by(-1)}
          >
            <IconMinus size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            aria-label={t("stock.more", { name: type.name })}
            onClick={() => adjusting.by(1)}
          >
            <IconPlus size={18} aria-hidden />
          </ActionIcon>
          <SetPlaces name={type.name} places={stock.places} set={adjusting.to} />
          {adjusting.before !== null && (
            <ActionIcon
              variant="subtle"
              aria-label={t("stock.undo", { name: type.name, places: adjusting.before })}
              title={t("stock.undo", { name: type.name, places: adjusting.before })}
              onClick={adjusting.undo}
            >
              <IconArrowBackUp size={18} aria-hidden />
            </ActionIcon>
          )}
        </div>
      )}
      <Undercut asked={adjusting.refused} action={t("undercut.adjust")} />
    </li>
  );
}

/** As many places as one types, in all (R35: Saisir). */
function SetPlaces(props: { name: string; places: number; set: (places: number) => void }) {
  const { t } = useTranslation("planning");
  const { name, places, set } = props;
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState<number | string>(places);
  const to = typeof typed === "number" ? typed : null;
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus withArrow>
      <Popover.Target>
        <Button
          variant="default"
          aria-label={t("stock.set_of", { name })}
          onClick={() => {
            setTyped(places);
            setOpened((now) => !now);
          }}
        >
          {t("stock.set")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={styles.set}
          onSubmit={(event) => {
            event.preventDefault();
            if (to === null) return;
            setOpened(false);
            set(to);
          }}
        >
          <NumberInput
            data-autofocus
            label={t("stock.in_all")}
            min={0}
            max={500}
            allowDecimal={false}
            clampBehavior="strict"
            w="9rem"
            value={typed}
            onChange={setTyped}
          />
          <Button type="submit" disabled={to === null}>
            {t("stock.save")}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
