import { Button, CloseButton, Menu } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { shifted } from "@/pages/planning/nights";
import { useSelling } from "@/pages/planning/useStockRows";
import type { Wanted } from "@/pages/stays/sheet/cart";
import { Hints } from "@/pages/stays/sheet/Hints";
import { type Leg, legAfter } from "@/pages/stays/sheet/legs";
import { NightsField } from "@/pages/stays/sheet/NightsField";
import { Extras, Rates } from "@/pages/stays/sheet/Rates";
import { useRoom } from "@/pages/stays/sheet/room";
import styles from "@/pages/stays/sheet/Sheet.module.css";
import { may, useMe } from "@/session/me";

interface LegsOf {
  legs: readonly Leg[];
  change: (legs: Leg[]) => void;
  /** What the stay holds already, by hut. */
  held?: readonly Leg[];
}

/** The huts of a stay, one after the other; others are those where the person books, too. */
export function Legs({ legs, change, held = [] }: LegsOf) {
  const { t } = useTranslation("stays");
  const huts = useHuts();
  const others = huts.filter(({ id }) => !legs.some(({ property }) => property === id));
  const nameOf = (id: string) => huts.find((one) => one.id === id)?.name ?? id;
  return (
    <>
      {legs.map(({ property, wanted }, at) => (
        <section key={property} className={styles.leg}>
          {legs.length > 1 && (
            <header className={styles.legHead}>
              <h3>{nameOf(property)}</h3>
              <CloseButton
                aria-label={t("huts.without", { name: nameOf(property) })}
                onClick={() => change(legs.filter((leg) => leg.property !== property))}
              />
            </header>
          )}
          <OneLeg
            property={property}
            wanted={wanted}
            held={held.find((leg) => leg.property === property)?.wanted ?? null}
            change={(changes) =>
              change(legs.with(at, { property, wanted: { ...wanted, ...changes } }))
            }
          />
        </section>
      ))}
      {others.length > 0 && (
        <Menu>
          <Menu.Target>
            <Button variant="default" mb="lg" leftSection={<IconPlus size={16} aria-hidden />}>
              {t("huts.add")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map(({ id, name }) => (
              <Menu.Item
                key={id}
                onClick={() => change([...legs, legAfter(legs, id, (last) => shifted(last, 1))])}
              >
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

/** The huts where the person books. */
export function useHuts() {
  return useMe().properties.filter((one) => one.kind === "hut" && may(one, "book_stays"));
}

interface LegOf {
  property: string;
  wanted: Wanted;
  held: Wanted | null;
  change: (changes: Partial<Wanted>) => void;
}

function OneLeg({ property, wanted, held, change }: LegOf) {
  const selling = useSelling(property).data?.selling;
  const grid = useRoom(property, wanted.nights);
  return (
    <>
      <NightsField nights={wanted.nights} change={(nights) => change({ nights })} />
      {selling && (
        <>
          <Rates wanted={wanted} selling={selling} grid={grid} change={change} />
          <Hints wanted={wanted} selling={selling} grid={grid} held={held} />
          <Extras wanted={wanted} selling={selling} change={change} />
        </>
      )}
    </>
  );
}
