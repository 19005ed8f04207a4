import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useProperty } from "@/session/property";
import type { Period } from "./period";

const FORMATS = ["csv", "json"] as const;

/** The period's figures as a file. */
export function Export({ period }: { period: Period }) {
  const { t } = useTranslation("figures");
  const { id } = useProperty();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {t("export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item
            key={format}
            component="a"
            download
            href={`/api/v1/properties/${encodeURIComponent(id)}/figures/export?${new URLSearchParams({ format, ...period })}`}
          >
            {t(`export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
