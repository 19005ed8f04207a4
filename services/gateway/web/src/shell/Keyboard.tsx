import "@mantine/spotlight/styles.css";
import { Kbd, Modal, Table } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { spotlight } from "@mantine/spotlight";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "@/app/search";
import type { MyProperty } from "@/session/me";
import { onShowKeys } from "@/shell/keys";
import { Palette } from "@/shell/Palette";

const KEYS = [
  { keys: ["/"], does: "keys.search" },
  { keys: ["Ctrl", "K"], does: "keys.palette" },
  { keys: ["↑", "↓"], does: "keys.move" },
  { keys: ["←", "→"], does: "keys.beside" },
  { keys: ["Enter"], does: "keys.open" },
  { keys: ["C"], does: "keys.chat" },
  { keys: ["D"], does: "keys.done" },
  { keys: ["Esc"], does: "keys.close" },
  { keys: ["?"], does: "keys.list" },
] as const;

/** The keys that work on every page, their list, and the palette. */
export default function Keyboard({ property }: { property: MyProperty | undefined }) {
  const { t } = useTranslation("shell");
  const [listed, setListed] = useState(false);
  const [{ order, stay }, change] = useAddress();
  useEffect(() => onShowKeys(() => setListed(true)), []);
  useEffect(() => {
    document.documentElement.dataset.keys = "heard";
  }, []);
  useHotkeys([
    ["/", focusSearch],
    ["mod+K", () => spotlight.open()],
    ["shift+?", () => setListed(true)],
    ["?", () => setListed(true)],
    [
      "Escape",
      () =>
        (order || stay) &&
        !document.querySelector("[role=dialog]") &&
        change({ order: undefined, stay: undefined }),
    ],
  ]);
  return (
    <>
      <Palette property={property} />
      <Modal opened={listed} onClose={() => setListed(false)} title={t("keys.title")}>
        <Table>
          <Table.Tbody>
            {KEYS.map(({ keys, does }) => (
              <Table.Tr key={does}>
                <Table.Td>
                  {keys.map((key) => (
                    <Kbd key={key} mr={4}>
                      {key}
                    </Kbd>
                  ))}
                </Table.Td>
                <Table.Td>{t(does)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Modal>
    </>
  );
}

/** A page's search field says so with `data-search`. */
function focusSearch(event: KeyboardEvent): void {
  const field = document.querySelector<HTMLInputElement>("[data-search]");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
}
