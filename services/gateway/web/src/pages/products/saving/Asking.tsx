import { Alert, Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFaultText } from "@/pages/products/saving/faultText";
import type { Told } from "@/pages/products/saving/PartBlock";
import { useSelling } from "@/pages/products/saving/reading";
import styles from "@/pages/products/saving/Saving.module.css";
import type { Part } from "@/pages/products/saving/usePart";
import { useProblemText } from "@/ui/problems";
import { plainDate } from "@/ui/time";

const NAMED = 8;

/** What saving a part asks of its writer: whose version holds, nights that lack places, or why it
 * was refused. */
export function Asking<Form>(props: { part: Part<Form>; told: (form: Form) => Told }) {
  const { phase } = props.part;
  if (phase === "conflict") return <Conflict {...props} />;
  if (phase === "undercut") return <Undercut part={props.part} />;
  if (phase === "refused") return <Refused part={props.part} />;
  return null;
}

function Conflict<Form>({ part, told }: { part: Part<Form>; told: (form: Form) => Told }) {
  const { t } = useTranslation("products");
  const { theirs, form, saving } = part;
  if (!theirs) return null;
  const mine = new Map(told(form));
  const others = new Map(told(theirs.form));
  const names = [...new Set([...mine.keys(), ...others.keys()])];
  const differing = names.filter((name) => mine.get(name) !== others.get(name));
  const by = theirs.by ?? t("conflict.somebody");
  return (
    <Ask
      title={t("conflict.title", { by })}
      actions={
        <>
          <Button variant="default" onClick={() => saving.takeTheirs()}>
            {t("conflict.take_theirs")}
          </Button>
          <Button onClick={() => saving.keepMine()}>{t("conflict.keep_mine")}</Button>
        </>
      }
    >
      <div className={styles.scrolled}>
        <table className={styles.versions}>
          <thead>
            <tr>
              <th scope="col">{t("conflict.what")}</th>
              <th scope="col">{t("conflict.mine")}</th>
              <th scope="col">{by}</th>
            </tr>
          </thead>
          <tbody>
            {differing.map((name) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{mine.get(name) || t("conflict.nothing")}</td>
                <td>{others.get(name) || t("conflict.nothing")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Ask>
  );
}

function Undercut<Form>({ part }: { part: Part<Form> }) {
  const { t, i18n } = useTranslation("products");
  const { data } = useSelling();
  const { nights, nightsCount, saving } = part;
  const names = new Map(data?.selling.stock_types.map((one) => [one.id, one.name]));
  return (
    <Ask
      title={t("undercut.title", { count: nightsCount })}
      actions={
        <>
          <Button variant="default" onClick={() => saving.giveUp()}>
            {t("undercut.back")}
          </Button>
          <Button color="red.9" onClick={() => saving.undercutAnyway()}>
            {t("undercut.anyway")}
          </Button>
        </>
      }
    >
      <ul className={styles.nights}>
        {nights.slice(0, NAMED).map((one) => (
          <li key={`${one.night} ${one.stock_type_id}`}>
            {t("undercut.night", {
              night: plainDate(one.night, i18n.language, true),
              type: names.get(one.stock_type_id) ?? one.stock_type_id,
              sold: one.sold,
              places: one.places,
            })}
          </li>
        ))}
      </ul>
      {nightsCount > NAMED && <p>{t("undercut.more", { count: nightsCount - NAMED })}</p>}
      <p className={styles.soft}>{t("undercut.about")}</p>
    </Ask>
  );
}

function Refused<Form>({ part }: { part: Part<Form> }) {
  const { t } = useTranslation("products");
  const textOf = useProblemText();
  const faultText = useFaultText();
  const { problem, saving } = part;
  if (!problem) return null;
  const texts = [...new Set(problem.fields.map(({ reason }) => faultText(reason)))];
  return (
    <Ask
      title={t("refused.title")}
      actions={
        <>
          <Button variant="default" onClick={() => saving.giveUp()}>
            {t("refused.back")}
          </Button>
          <Button onClick={() => void saving.save()}>{t("refused.again")}</Button>
        </>
      }
    >
      {texts.length > 0 ? texts.map((text) => <p key={text}>{text}</p>) : <p>{textOf(problem)}</p>}
    </Ask>
  );
}

function Ask(props: { title: string; actions: ReactNode; children: ReactNode }) {
  return (
    <Alert
      role="alert"
      className={styles.ask}
      icon={<IconAlertTriangle aria-hidden />}
      title={props.title}
      color="orange"
      variant="outline"
    >
      {props.children}
      <div className={styles.actions}>{props.actions}</div>
    </Alert>
  );
}
