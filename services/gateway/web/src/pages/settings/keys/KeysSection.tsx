import { ActionIcon, Button, Skeleton } from "@mantine/core";
import { IconKey, IconPlus, IconTrash } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/settings/keys/Keys.module.css";
import { type Key, useKeys, useRemoveKey } from "@/pages/settings/keys/keys";
import { useProperty } from "@/session/property";
import { Block } from "@/ui/Block";
import { Clock } from "@/ui/Clock";
import { Confirm } from "@/ui/Confirm";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";

const MakeKeyDialog = lazy(() => import("@/pages/settings/keys/MakeKeyDialog"));

/** The keys of the property's own programs. */
export default function KeysSection() {
  const { t } = useTranslation("settings");
  const { id } = useProperty();
  const { data, error, refetch } = useKeys(id);
  const [making, setMaking] = useState(false);
  const [leaving, setLeaving] = useState<Key | null>(null);
  const removing = useRemoveKey(id, () => setLeaving(null));
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <>
      <Block
        title={t("keys.title")}
        about={t("keys.about")}
        action={
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setMaking(true)}>
            {t("keys.make")}
          </Button>
        }
      >
        {!data && <Skeleton height="6rem" />}
        {data?.keys.length === 0 && <EmptyState title={t("keys.none")} why={t("keys.none_why")} />}
        <ul className={styles.keys}>
          {data?.keys.map((key) => (
            <KeyRow key={key.key_id} known={key} remove={() => setLeaving(key)} />
          ))}
        </ul>
      </Block>
      <Suspense>{making && <MakeKeyDialog close={() => setMaking(false)} />}</Suspense>
      <Confirm
        opened={leaving !== null}
        title={t("keys.remove_title", { name: leaving?.name ?? "" })}
        consequence={
          <>
            {t("keys.remove_about")} {leaving && <Used known={leaving} />}
          </>
        }
        action={t("keys.remove")}
        busy={removing.isPending}
        onConfirm={() => leaving && removing.mutate(leaving.key_id)}
        onClose={() => setLeaving(null)}
      />
    </>
  );
}

function KeyRow({ known, remove }: { known: Key; remove: () => void }) {
  const { t } = useTranslation("settings");
  return (
    <li className={styles.key}>
      <IconKey size={22} aria-hidden />
      <div className={styles.what}>
        <strong>{known.name}</strong>
        <span className={styles.soft}>
          {t(`role.${known.role}`)} ·{" "}
          {known.created_by ? t("keys.made_by", { name: known.created_by }) : t("keys.made")}{" "}
          <Clock at={known.created_at} dated />
        </span>
      </div>
      <span className={styles.soft}>
        <Used known={known} />
      </span>
      <ActionIcon
        aria-label={t("keys.remove_title", { name: known.name })}
        title={t("keys.remove")}
        onClick={remove}
      >
        <IconTrash size={20} aria-hidden />
      </ActionIcon>
    </li>
  );
}

function Used({ known }: { known: Key }) {
  const { t } = useTranslation("settings");
  if (!known.last_used_at) return t("keys.never_used");
  return (
    <>
      {t("keys.used")} <Clock at={known.last_used_at} dated />
    </>
  );
}
