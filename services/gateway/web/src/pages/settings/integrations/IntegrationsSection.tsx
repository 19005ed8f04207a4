import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { LANGUAGE_NAMES } from "@/i18n/languages";
import { Connection } from "@/pages/settings/integrations/Connection";
import { useMay, useProperty } from "@/session/property";
import { Block, Facts } from "@/ui/Block";
import { ErrorState } from "@/ui/ErrorState";

/** What the property is to the outside: its sheet, its PMS, the partner that delivers. */
export default function IntegrationsSection() {
  const { t } = useTranslation("settings");
  const { id } = useProperty();
  const asked = { params: { path: { property: id } } };
  const { data, error, refetch } = api.useQuery("get", "/api/v1/properties/{property}", asked);
  const mayRead = useMay("see_reconciliation");
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height="20rem" radius="md" />;
  const { sheet } = data;
  const { pms, delivery } = sheet.integrations;
  const languages = sheet.languages.map((language) => LANGUAGE_NAMES[language]);
  return (
    <>
      <Block title={t("pms.title")} about={t(`pms.${pms}.about`)}>
        <Facts facts={[[t("pms.mode"), t(`pms.${pms}`)]]} />
        {mayRead && pms === "two_way" && <Connection />}
      </Block>
      <Block title={t("partner.title")} about={t("partner.about")}>
        <Facts facts={[[t("partner.delivery"), t(delivery ? "partner.on" : "partner.off")]]} />
      </Block>
      <Block title={t("order_mail.title")} about={t("order_mail.about")}>
        {sheet.order_mail.length === 0
          ? t("order_mail.none")
          : sheet.order_mail.map((mail) => <div key={mail}>{mail}</div>)}
      </Block>
      <Block title={t("sheet.title")} about={t("sheet.about")}>
        <Facts
          facts={[
            [t("sheet.name"), sheet.name],
            [t("sheet.kind"), t(`kind.${sheet.kind}`)],
            [t("sheet.languages"), languages.join(", ")],
            [t("sheet.currency"), sheet.currency],
            [t("sheet.zone"), sheet.time_zone],
            [t("sheet.id"), <code key="id">{data.id}</code>],
          ]}
        />
      </Block>
    </>
  );
}
