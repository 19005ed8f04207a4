import { IconPhone } from "@tabler/icons-react";
import { phone } from "@/ui/phone";

/** A number to call, readable out loud. */
export function Phone({ number, label, tabIndex }: PhoneProps) {
  return (
    <a
      href={`tel:${number}`}
      className="figures"
      style={{
        color: "inherit",
        display: "inline-flex",
        alignItems: "center",
      }}
      aria-label={label && `${label}, ${phone(number)}`}
      tabIndex={tabIndex}
    >
      <IconPhone size="1em" aria-hidden style={{ flex: "none", marginInlineEnd: "0.3em" }} />
      {phone(number)}
    </a>
  );
}

interface PhoneProps {
  number: string;
  /** Who is called, for those who do not see what the number stands beside. */
  label?: string;
  tabIndex?: number | undefined;
}
