import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { without } from "@/pages/products/fields/ids";
import type { Part } from "@/pages/products/saving/usePart";

const UNDO_FOR = 10_000;

/** Takes one of several away; for a while it can be put back where it was. */
export function useRemoving<One>(part: Part<One[]>) {
  const { t } = useTranslation("products");
  return (at: number, what: string) => {
    const { saving } = part;
    const taken = saving.get().form[at];
    if (taken === undefined) return;
    saving.set(without(saving.get().form, at));
    // What was focused is gone: the keyboard goes on in the part, which has its name.
    document.getElementById(part.name)?.focus({ preventScroll: true });
    const id = crypto.randomUUID();
    const back = () => {
      notifications.hide(id);
      const now = saving.get().form;
      saving.set([...now.slice(0, at), taken, ...now.slice(at)]);
    };
    notifications.show({
      id,
      autoClose: UNDO_FOR,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <span>{t("removed", { what })}</span>
          <Button size="compact-sm" variant="default" onClick={back}>
            {t("undo")}
          </Button>
        </Group>
      ),
    });
  };
}
