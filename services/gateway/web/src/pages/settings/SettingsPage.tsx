import { Skeleton } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/pages/settings/SettingsPage.module.css";
import { SECTIONS, type Section } from "@/pages/settings/sections";
import { useProperty } from "@/session/property";
import { PageHead } from "@/ui/PageHead";
import { PageMissing } from "@/ui/PageMissing";

/** The address of the list alone, as a phone shows it; a wide page shows the first section. */
const LIST = "all";

/** Settings: a list of what there is for one's role, and beside it the one that is open (O24). */
export function SettingsPage() {
  const { t } = useTranslation(["settings", "shell"]);
  const { section: asked } = useParams({ strict: false });
  const { id, permissions } = useProperty();
  const sections = SECTIONS.filter(
    ({ permission }) => !permission || permissions.includes(permission),
  );
  const open = asked === LIST ? sections[0] : sections.find(({ name }) => name === asked);
  if (!open) return <PageMissing />;
  const list = asked === LIST || undefined;
  return (
    <div className={styles.settings} data-list={list}>
      <nav className={styles.list} aria-label={t("settings", { ns: "shell" })}>
        {list && (
          <div className={styles.alone}>
            <PageHead title={t("settings", { ns: "shell" })} />
          </div>
        )}
        <p className={styles.name}>{t("settings", { ns: "shell" })}</p>
        {sections.map((section) => (
          <SectionLink key={section.name} section={section} property={id} here={section === open} />
        ))}
      </nav>
      <div className={styles.page}>
        <Link
          to="/p/$property/settings/$section"
          params={{ property: id, section: LIST }}
          className={styles.back}
        >
          <IconChevronLeft size={20} aria-hidden />
          {t("settings", { ns: "shell" })}
        </Link>
        <PageHead title={t(`section.${open.name}`)} />
        <div className={styles.content} key={open.name}>
          <Suspense fallback={<Skeleton height="14rem" radius="md" />}>
            <open.shown />
          </Suspense>
        </div>
      </div>
    </div>
  );
}

function SectionLink(props: { section: Section; property: string; here: boolean }) {
  const { t } = useTranslation("settings");
  const { name, icon: Icon } = props.section;
  return (
    <Link
      to="/p/$property/settings/$section"
      params={{ property: props.property, section: name }}
      className={styles.link}
      data-here={props.here || undefined}
      aria-current={props.here ? "page" : undefined}
    >
      <Icon size={20} aria-hidden className={styles.icon} />
      <span className={styles.label}>
        {t(`section.${name}`)}
        <small>{t(`section.${name}.about`)}</small>
      </span>
      <IconChevronRight size={18} aria-hidden className={styles.more} />
    </Link>
  );
}
