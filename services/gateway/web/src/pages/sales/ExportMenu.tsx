import { Button, Menu } from "@mantine/core";
import {
  IconCalendarShare,
  IconCsv,
  IconDownload,
  IconFileTypePdf,
  IconJson,
} from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay, useProperty } from "@/session/property";
import { exportAddress, type SalesQuery } from "./filters";

const Calendars = lazy(() => import("./calendars/Calendars"));
const FORMATS = [
  { format: "pdf", Icon: IconFileTypePdf },
  { format: "csv", Icon: IconCsv },
  { format: "json", Icon: IconJson },
] as const;

/** The listed stays as a file (R42), and the nights that are taken as calendars. */
export function ExportMenu({ query }: { query: SalesQuery }) {
  const { t, i18n } = useTranslation("sales");
  const { id: property } = useProperty();
  const maySell = useMay("define_selling");
  const [linking, setLinking] = useState(false);
  // Paper speaks the language of whoever prints it.
  const asked = (format: string) =>
    exportAddress(property, query, format) + (format === "pdf" ? `&language=${i18n.language}` : "");
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
            {t("export")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {FORMATS.map(({ format, Icon }) => (
            <Menu.Item
              key={format}
              component="a"
              download
              href={asked(format)}
              leftSection={<Icon size={18} aria-hidden />}
            >
              {t(`export.${format}`)}
            </Menu.Item>
          ))}
          {maySell && (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={<IconCalendarShare size={18} aria-hidden />}
                onClick={() => setLinking(true)}
              >
                {t("calendars")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense>{linking && <Calendars close={() => setLinking(false)} />}</Suspense>
    </>
  );
}
