import { ActionIcon, Menu } from "@mantine/core";
import { IconCsv, IconDotsVertical, IconJson, IconPrinter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { exportAddress, type OrderQuery } from "@/pages/orders/filters";
import { useMay, useProperty } from "@/session/property";

/** What leaves the page: the listed orders as a file, the open ones on paper. */
export function ListMenu({ query }: { query: OrderQuery }) {
  const { t } = useTranslation("orders");
  const { id: property } = useProperty();
  const mayExport = useMay("export");
  const sheet = `/api/v1/properties/${encodeURIComponent(property)}/live/sheet`;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t("menu")} title={t("menu")}>
          <IconDotsVertical size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayExport && (
          <>
            <Menu.Label>{t("export")}</Menu.Label>
            <Menu.Item
              component="a"
              download
              href={exportAddress(property, query, "csv")}
              leftSection={<IconCsv size={18} aria-hidden />}
            >
              {t("export.csv")}
            </Menu.Item>
            <Menu.Item
              component="a"
              download
              href={exportAddress(property, query, "json")}
              leftSection={<IconJson size={18} aria-hidden />}
            >
              {t("export.json")}
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        <Menu.Item
          component="a"
          href={sheet}
          target="_blank"
          leftSection={<IconPrinter size={18} aria-hidden />}
        >
          {t("sheet")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
