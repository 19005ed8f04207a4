import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/settings/people/People.module.css";
import { MAY, PERMISSIONS, ROLES } from "@/pages/settings/people/roles";
import { Block } from "@/ui/Block";

/** What each role may do, for who asks. */
export function RolesTable() {
  const { t } = useTranslation("settings");
  const [shown, setShown] = useState(false);
  return (
    <Block
      title={t("roles.title")}
      about={t("roles.about")}
      action={
        <Button
          variant="default"
          aria-expanded={shown}
          aria-controls={shown ? "roles" : undefined}
          onClick={() => setShown(!shown)}
        >
          {t(shown ? "roles.hide" : "roles.show")}
        </Button>
      }
    >
      {shown && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <section id="roles" className={styles.roles} tabIndex={0} aria-label={t("roles.title")}>
          <table>
            <thead>
              <tr>
                <td />
                {ROLES.map((role) => (
                  <th scope="col" key={role}>
                    {t(`role.${role}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {PERMISSIONS.map((permission) => (
                <tr key={permission}>
                  <th scope="row">{t(`may.${permission}`)}</th>
                  {ROLES.map((role) => (
                    <td key={role}>
                      <Mark yes={MAY[role].includes(permission)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Block>
  );
}

function Mark({ yes }: { yes: boolean }) {
  const { t } = useTranslation("settings");
  return (
    <>
      {yes ? (
        <IconCheck size={20} className={styles.yes} aria-hidden />
      ) : (
        <span aria-hidden>–</span>
      )}
      <span className="unseen">{t(yes ? "roles.yes" : "roles.no")}</span>
    </>
  );
}
