import { useMediaQuery } from "@mantine/hooks";

/** Whether there is room for one thing at a time only. */
export function usePhone(): boolean {
  // Known at once: what is measured by it stands where it will stay.
  return useMediaQuery("(max-width: 62em)", false, { getInitialValueInEffect: false }) ?? false;
}
