import { Button, CopyButton, Group, TextInput } from "@mantine/core";
import { IconCopy, IconExternalLink, IconLink } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import styles from "@/pages/orders/detail/Documents.module.css";
import { useProperty } from "@/session/property";
import { day } from "@/ui/time";
import { useWrite } from "@/ui/write";

/** The link with which the guest follows the order: to copy, to open. */
export function GuestLink({ order }: { order: string }) {
  const { t, i18n } = useTranslation("orders");
  const { id: property, time_zone: zone } = useProperty();
  const link = useWrite({
    send: async (_: undefined, header) =>
      (
        await client.POST("/api/v1/properties/{property}/orders/{order}/guest-link", {
          params: { path: { property, order }, header },
        })
      ).data,
  });
  const made = link.data;
  return (
    <>
      <h4>{t("link.title")}</h4>
      {!made && (
        <>
          <p className={styles.none}>{t("link.why")}</p>
          <Button
            mt="xs"
            variant="default"
            leftSection={<IconLink size={18} aria-hidden />}
            loading={link.isPending}
            onClick={() => link.mutate(undefined)}
          >
            {t("link.make")}
          </Button>
        </>
      )}
      {made && (
        <>
          <TextInput
            readOnly
            aria-label={t("link.title")}
            value={made.url}
            onFocus={(event) => event.currentTarget.select()}
            description={t("link.until", { time: day(made.good_until, i18n.language, zone) })}
            inputWrapperOrder={["label", "input", "description"]}
          />
          <Group gap="xs" mt="xs">
            <CopyButton value={made.url}>
              {({ copied, copy }) => (
                <Button
                  variant="default"
                  leftSection={<IconCopy size={18} aria-hidden />}
                  onClick={copy}
                >
                  {t(copied ? "link.copied" : "link.copy")}
                </Button>
              )}
            </CopyButton>
            <Button
              component="a"
              href={made.url}
              target="_blank"
              rel="noreferrer"
              variant="default"
              leftSection={<IconExternalLink size={18} aria-hidden />}
            >
              {t("link.open")}
            </Button>
          </Group>
        </>
      )}
    </>
  );
}
