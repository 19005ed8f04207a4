import { Skeleton } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ComponentType, Fragment, type LazyExoticComponent, Suspense } from "react";
import { PageHead } from "@/ui/PageHead";
import { PageMissing } from "@/ui/PageMissing";
import styles from "@/ui/Sections.module.css";

/** The address of the list alone, as a phone shows it; a wide page shows the first section. */
const LIST = "all";

export interface SectionShown {
  name: string;
  title: string;
  about: string;
  icon: typeof IconChevronLeft;
  /** What it stands under in the list, where that is in groups. */
  group?: string;
  shown: LazyExoticComponent<ComponentType>;
}

type Route = "/p/$property/settings/$section" | "/p/$property/products/$section";

/** A page of sections: a list of them, and beside it the one that is open. */
export function Sections(props: {
  title: string;
  route: Route;
  property: string;
  asked: string | undefined;
  sections: readonly SectionShown[];
}) {
  const { title, route, property, asked, sections } = props;
  const open = asked === LIST ? sections[0] : sections.find(({ name }) => name === asked);
  if (!open) return <PageMissing />;
  const list = asked === LIST || undefined;
  return (
    <div className={styles.sections} data-list={list}>
      <nav className={styles.list} aria-label={title}>
        {list && (
          <div className={styles.alone}>
            <PageHead title={title} />
          </div>
        )}
        <p className={styles.name}>{title}</p>
        {sections.map((section, at) => (
          <Fragment key={section.name}>
            {section.group && section.group !== sections[at - 1]?.group && (
              <p className={styles.group}>{section.group}</p>
            )}
            <SectionLink
              section={section}
              route={route}
              property={property}
              here={section === open}
            />
          </Fragment>
        ))}
      </nav>
      <div className={styles.page}>
        <Link to={route} params={{ property, section: LIST }} className={styles.back}>
          <IconChevronLeft size={20} aria-hidden />
          {title}
        </Link>
        <PageHead title={open.title} />
        <div className={styles.content} key={open.name}>
          <Suspense fallback={<Skeleton height="14rem" radius="md" />}>
            <open.shown />
          </Suspense>
        </div>
      </div>
    </div>
  );
}

function SectionLink(props: {
  section: SectionShown;
  route: Route;
  property: string;
  here: boolean;
}) {
  const { name, title, about, icon: Icon } = props.section;
  return (
    <Link
      to={props.route}
      params={{ property: props.property, section: name }}
      className={styles.link}
      data-here={props.here || undefined}
      aria-current={props.here ? "page" : undefined}
    >
      <Icon size={20} aria-hidden className={styles.icon} />
      <span className={styles.label}>
        {title}
        <small>{about}</small>
      </span>
      <IconChevronRight size={18} aria-hidden className={styles.more} />
    </Link>
  );
}
