import { Menu, UnstyledButton } from "@mantine/core";
import { IconMenu2, IconServerCog } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type MyProperty, useMe } from "@/session/me";
import { LinkState } from "@/shell/LinkState";
import { PropertyItems } from "@/shell/PropertySwitch";
import type { PageOfProperty } from "@/shell/pages";
import styles from "@/shell/Rail.module.css";
import { UserItems } from "@/shell/UserMenu";

/** The fourth place of the phone's bar: the other pages, the property, and oneself. */
export function MoreMenu(props: {
  property: MyProperty | undefined;
  pages: readonly PageOfProperty[];
}) {
  const { t } = useTranslation("shell");
  const { operations } = useMe();
  const { property } = props;
  return (
    <Menu width={280} position="top-end">
      <Menu.Target>
        <UnstyledButton className={styles.page}>
          <IconMenu2 size={20} aria-hidden />
          <span>{t("more")}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah="80dvh" style={{ overflowY: "auto" }}>
        <PropertyItems property={property} />
        {property?.permissions.includes("see_orders") && <LinkState />}
        {property &&
          props.pages.map(({ name, icon: Icon }) => (
            <Menu.Item
              key={name}
              leftSection={<Icon size={18} />}
              component={Link}
              {...{ to: `/p/${property.id}/${name}` }}
            >
              {t(`page.${name}`)}
            </Menu.Item>
          ))}
        {operations && (
          <Menu.Item
            leftSection={<IconServerCog size={18} />}
            component={Link}
            {...{ to: "/operations" }}
          >
            {t("page.operations")}
          </Menu.Item>
        )}
        <Menu.Divider />
        <UserItems property={property} section="all" />
      </Menu.Dropdown>
    </Menu>
  );
}
