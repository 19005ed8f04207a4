import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import rows from "@/pages/products/fields/Rows.module.css";

/** Adds one more to a list; `named` says to which of several, for those who hear it. */
export function AddButton(props: { add: () => void; named?: string; children: string }) {
  return (
    <Button
      variant="default"
      className={rows.add}
      leftSection={<IconPlus size={18} aria-hidden />}
      onClick={props.add}
      aria-label={props.named}
    >
      {props.children}
    </Button>
  );
}
