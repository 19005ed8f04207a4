import { useTranslation } from "react-i18next";
import type { UndercutAsked } from "@/pages/planning/useAdjusting";
import { useSelling } from "@/pages/planning/useStockRows";
import { Confirm } from "@/ui/Confirm";
import { plainDate } from "@/ui/time";

/** Names what is sold where a change would leave less than that, and asks. */
export function Undercut({ asked, action }: { asked: UndercutAsked | null; action: string }) {
  const { t, i18n } = useTranslation("planning");
  const types = useSelling().data?.selling.stock_types ?? [];
  const nameOf = (id: string) => types.find((one) => one.id === id)?.name ?? id;
  return (
    <Confirm
      opened={asked !== null}
      title={t("undercut.title")}
      consequence={
        <>
          {asked?.nights.map(({ night, stock_type_id, sold, places }) => (
            <span key={`${night} ${stock_type_id}`} style={{ display: "block" }}>
              {t("undercut.night", {
                night: plainDate(night, i18n.language, true),
                type: nameOf(stock_type_id),
                sold,
                places,
              })}
            </span>
          ))}
          {t("undercut.stays")}
        </>
      }
      action={action}
      busy={asked?.busy ?? false}
      onConfirm={() => asked?.insist()}
      onClose={() => asked?.leave()}
    />
  );
}
