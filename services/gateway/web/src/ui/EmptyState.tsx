import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** Says what will appear here, and how to make it happen. */
export function EmptyState(props: { title: string; why?: string; action?: ReactNode }) {
  return (
    <Stack align="center" justify="center" gap="xs" p="xl" ta="center" style={{ flex: 1 }}>
      <Title order={2} size="h4">
        {props.title}
      </Title>
      {props.why && (
        <Text c="dimmed" maw="34rem">
          {props.why}
        </Text>
      )}
      {props.action}
    </Stack>
  );
}
