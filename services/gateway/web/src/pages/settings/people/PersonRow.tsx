import { ActionIcon, Avatar, Button, NativeSelect } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Invitation } from "@/pages/settings/people/Invitation";
import styles from "@/pages/settings/people/People.module.css";
import type { Person } from "@/pages/settings/people/people";
import { ROLES, type Role } from "@/pages/settings/people/roles";
import { useChangeRole, useInviteAgain } from "@/pages/settings/people/writes";

/** One person: role, whether they have a password yet, and what can be done about it. */
export function PersonRow(props: { person: Person; myself: boolean; remove: () => void }) {
  const { t } = useTranslation("settings");
  const { person } = props;
  const changing = useChangeRole(person.person_id);
  const again = useInviteAgain(person.person_id);
  return (
    <li className={styles.person}>
      <Avatar name={person.name} color="blue" aria-hidden />
      <div className={styles.who}>
        <strong>
          {person.name}
          {props.myself && <span className={styles.soft}> · {t("people.you")}</span>}
        </strong>
        <span className={styles.soft}>{person.mail}</span>
        {person.invited && <Invitation mail={person.invitation} />}
      </div>
      <div className={styles.actions}>
        {person.invited && (
          <Button
            variant="default"
            loading={again.isPending}
            onClick={() => again.mutate(undefined)}
          >
            {t("people.again")}
          </Button>
        )}
        <NativeSelect
          aria-label={t("people.role_of", { name: person.name })}
          value={person.role}
          data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            changing.mutate({ person: person.person_id, role: value as Role })
          }
        />
        <ActionIcon
          aria-label={t("people.remove_title", { name: person.name })}
          title={t("people.remove")}
          onClick={props.remove}
        >
          <IconTrash size={20} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  );
}
