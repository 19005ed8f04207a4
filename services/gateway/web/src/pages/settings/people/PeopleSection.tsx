import { Button, Skeleton } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/settings/people/People.module.css";
import { PersonRow } from "@/pages/settings/people/PersonRow";
import { type Person, usePeople } from "@/pages/settings/people/people";
import { RolesTable } from "@/pages/settings/people/RolesTable";
import { useRemovePerson } from "@/pages/settings/people/writes";
import { useMe } from "@/session/me";
import { useProperty } from "@/session/property";
import { Block } from "@/ui/Block";
import { Confirm } from "@/ui/Confirm";
import { ErrorState } from "@/ui/ErrorState";

const InviteDialog = lazy(() => import("@/pages/settings/people/InviteDialog"));

/** Who works here and as what; inviting, and letting go. */
export default function PeopleSection() {
  const { t } = useTranslation("settings");
  const { id, name } = useProperty();
  const { mail } = useMe();
  const { data, error, refetch } = usePeople(id);
  const [inviting, setInviting] = useState(false);
  const [leaving, setLeaving] = useState<Person | null>(null);
  const removing = useRemovePerson(() => setLeaving(null));
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  const consequence = leaving?.invited ? "people.remove_invited" : "people.remove_about";
  return (
    <>
      <Block
        title={t("people.here", { property: name })}
        about={t("people.about")}
        action={
          <Button
            leftSection={<IconUserPlus size={18} aria-hidden />}
            onClick={() => setInviting(true)}
          >
            {t("people.invite")}
          </Button>
        }
      >
        {!data && <Skeleton height="10rem" />}
        <ul className={styles.people}>
          {data?.people.map((person) => (
            <PersonRow
              key={person.person_id}
              person={person}
              myself={person.mail === mail}
              remove={() => setLeaving(person)}
            />
          ))}
        </ul>
      </Block>
      <RolesTable />
      <Suspense>{inviting && <InviteDialog close={() => setInviting(false)} />}</Suspense>
      <Confirm
        opened={leaving !== null}
        title={t("people.remove_title", { name: leaving?.name ?? "" })}
        consequence={t(consequence, { name: leaving?.name ?? "", property: name })}
        action={t("people.remove")}
        busy={removing.isPending}
        onConfirm={() => leaving && removing.mutate(leaving.person_id)}
        onClose={() => setLeaving(null)}
      />
    </>
  );
}
