import { useMediaQuery } from "@mantine/hooks";

/** Whether there is room for one thing at a time only. */
export function usePhone(): boolean {
  return useMediaQuery("(max-width: 62em)") ?? false;
}
