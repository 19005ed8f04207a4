import { useId } from "react";
import type { Contact, Field as Name } from "./contact";

interface Props {
  name: Name;
  label: string;
  hint?: string;
  wrong?: string;
  value: string;
  lines?: boolean;
  required?: boolean;
  complete?: string;
  mode?: "tel" | "email" | "text";
  onChange(value: string): void;
  onLeave(): void;
}

/** A field with its label above, what helps below, and what is wrong in place of it. */
export function Field(props: Props) {
  const id = useId();
  const below = props.wrong ?? props.hint;
  const common = {
    id,
    name: props.name,
    value: props.value,
    required: props.required,
    autoComplete: props.complete ?? "off",
    "aria-invalid": props.wrong !== undefined,
    "aria-describedby": below ? `${id}-below` : undefined,
    onBlur: props.onLeave,
  };
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      {props.lines ? (
        <textarea
          {...common}
          rows={3}
          maxLength={2000}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
      ) : (
        <input
          {...common}
          type={props.mode ?? "text"}
          maxLength={props.name === "mail" ? 254 : 100}
          autoCapitalize={props.mode === "email" ? "none" : undefined}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
      )}
      {below && (
        <p id={`${id}-below`} className={props.wrong ? "wrong" : "soft"}>
          {below}
        </p>
      )}
    </div>
  );
}

export function nameOf(contact: Contact): string {
  return [contact.title, contact.given_name, contact.surname].filter((one) => one.trim()).join(" ");
}
