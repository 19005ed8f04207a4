import { Button, Group, Modal, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** Asks before something that cannot be taken back; the text names what it does. */
export function Confirm(props: {
  opened: boolean;
  title: string;
  consequence: ReactNode;
  action: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation("shell");
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title}>
      <Text mb="lg">{props.consequence}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={props.onClose}>
          {t("cancel")}
        </Button>
        <Button
          color="red.9"
          loading={props.busy ?? false}
          onClick={props.onConfirm}
          data-autofocus
        >
          {props.action}
        </Button>
      </Group>
    </Modal>
  );
}
