import { NumberInput } from "@mantine/core";

/** A whole number, or nothing. */
export function NumberField(props: {
  name: string;
  label: string;
  value: number | null;
  change: (value: number | null) => void;
  min?: number;
  max?: number;
  help?: string | undefined;
  error?: string | undefined;
  suffix?: string;
  placeholder?: string;
  required?: boolean;
  /** In a table its label is only heard. */
  bare?: boolean;
}) {
  return (
    <NumberInput
      name={props.name}
      {...(props.bare ? { "aria-label": props.label } : { label: props.label })}
      description={props.help}
      inputWrapperOrder={["label", "input", "description", "error"]}
      value={props.value ?? ""}
      onChange={(value) => props.change(typeof value === "number" ? value : null)}
      min={props.min ?? 0}
      max={props.max ?? 500}
      clampBehavior="blur"
      allowDecimal={false}
      hideControls={props.bare ?? false}
      suffix={props.suffix ?? ""}
      placeholder={props.placeholder ?? ""}
      error={props.error}
      withAsterisk={props.required ?? false}
    />
  );
}
