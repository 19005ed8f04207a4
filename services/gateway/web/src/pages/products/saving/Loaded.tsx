import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import type { Schemas } from "@/api/client";
import { useHut, useSelling } from "@/pages/products/saving/reading";
import { ErrorState } from "@/ui/ErrorState";

/** What needs all that the hut sells, once that was read. */
export function WithSelling({
  children,
}: {
  children: (sold: Schemas["SellingAnswer"]) => ReactNode;
}) {
  return <Loaded read={useSelling()}>{children}</Loaded>;
}

/** What needs the hut's sheet, once that was read. */
export function WithHut({ children }: { children: (hut: Schemas["HutAnswer"]) => ReactNode }) {
  return <Loaded read={useHut()}>{children}</Loaded>;
}

function Loaded<Data>(props: {
  read: { data: Data | undefined; error: unknown; refetch: () => unknown };
  children: (data: Data) => ReactNode;
}) {
  const { data, error, refetch } = props.read;
  if (data) return props.children(data);
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return <Skeleton height="14rem" radius="md" />;
}
