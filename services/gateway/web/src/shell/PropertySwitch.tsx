import { Menu, UnstyledButton } from "@mantine/core";
import { IconBuilding, IconSelector } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { startOf } from "@/app/start";
import { type MyProperty, useMe } from "@/session/me";
import styles from "@/shell/PropertySwitch.module.css";

/** The property's name; a menu where there are several. */
export function PropertySwitch({ property }: { property: MyProperty | undefined }) {
  const { t } = useTranslation("shell");
  const me = useMe();
  const others = me.properties.filter((one) => one.id !== property?.id);
  const name = property?.name ?? "Comptoir";
  if (others.length === 0) return <Only name={name} />;
  return (
    <Menu width={240} position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={styles.button} aria-label={`${t("property")}: ${name}`}>
          <IconBuilding size={20} aria-hidden />
          <strong>{name}</strong>
          <IconSelector size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Items property={property} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** The same inside a menu, which holds no other menu: the property's name, and the others below. */
export function PropertyItems({ property }: { property: MyProperty | undefined }) {
  const { properties } = useMe();
  if (properties.length < 2) return <Only name={property?.name ?? "Comptoir"} />;
  return (
    <>
      <Items property={property} />
      <Menu.Divider />
    </>
  );
}

function Only({ name }: { name: string }) {
  return (
    <div className={styles.only}>
      <IconBuilding size={20} aria-hidden />
      <strong>{name}</strong>
    </div>
  );
}

function Items({ property }: { property: MyProperty | undefined }) {
  const me = useMe();
  return me.properties.map((one) => (
    <Menu.Item
      key={one.id}
      component={Link}
      {...{ to: startOf({ ...me, properties: [one] }) }}
      fw={one.id === property?.id ? 650 : undefined}
      aria-current={one.id === property?.id ? "true" : undefined}
      leftSection={<IconBuilding size={18} aria-hidden />}
    >
      {one.name}
    </Menu.Item>
  ));
}
