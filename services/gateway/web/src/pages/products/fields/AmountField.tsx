import { TextInput } from "@mantine/core";

/** An amount as a person types it; the currency stands beside it. */
export function AmountField(props: {
  name: string;
  label: string;
  value: string;
  currency: string;
  change: (typed: string) => void;
  error?: string | undefined;
  help?: string | undefined;
}) {
  return (
    <TextInput
      name={props.name}
      label={props.label}
      inputMode="decimal"
      description={props.help}
      inputWrapperOrder={["label", "input", "description", "error"]}
      value={props.value}
      onChange={(event) => props.change(event.currentTarget.value)}
      error={props.error}
      rightSection={<span aria-hidden>{signOf(props.currency)}</span>}
      styles={{ input: { textAlign: "end", fontVariantNumeric: "tabular-nums" } }}
    />
  );
}

function signOf(currency: string): string {
  const parts = new Intl.NumberFormat("fr", { style: "currency", currency }).formatToParts(0);
  return parts.find(({ type }) => type === "currency")?.value ?? currency;
}
