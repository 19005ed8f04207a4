import { Group, TextInput } from "@mantine/core";
import { useEffect, useId, useState } from "react";
import { dayOf } from "@/pages/reconciliation/day";

/** A day to type or to pick; said once it is a whole day, or emptied. */
export function DayField(props: {
  label: string;
  value: string;
  max: string;
  onDay: (day: string | undefined) => void;
}) {
  const { label, value, max, onDay } = props;
  const id = useId();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const take = (text: string) => {
    setTyped(text);
    const day = dayOf(text);
    if (day !== value && (day || text === "")) onDay(day);
  };
  return (
    <Group gap="xs">
      <label htmlFor={id}>{label}</label>
      <TextInput
        id={id}
        type="date"
        size="sm"
        max={max}
        value={typed}
        onChange={(event) => take(event.currentTarget.value)}
      />
    </Group>
  );
}
