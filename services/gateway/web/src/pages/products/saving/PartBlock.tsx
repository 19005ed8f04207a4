import { type FocusEvent, type ReactNode, useEffect, useRef } from "react";
import { Asking } from "@/pages/products/saving/Asking";
import { SaveState } from "@/pages/products/saving/SaveState";
import styles from "@/pages/products/saving/Saving.module.css";
import type { Part } from "@/pages/products/saving/usePart";
import { Block } from "@/ui/Block";

/** Names and values of a part, for whoever compares two versions of it. */
export type Told = readonly (readonly [string, string])[];

/** A subject that is saved as one goes, with how far that is and what it asks. */
export function PartBlock<Form>(props: {
  id: string;
  part: Part<Form>;
  title: string;
  about?: ReactNode;
  told: (form: Form) => Told;
  children: ReactNode;
  /** Before and after what is changed: also for those who only read. */
  before?: ReactNode;
  after?: ReactNode;
}) {
  const { part } = props;
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // An address may lead to a part, and the part comes after the address.
    if (window.location.hash === `#${props.id}`) goTo(here.current);
  }, [props.id]);
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    part.left((event.target as HTMLInputElement).name ?? "");
  };
  return (
    <div id={props.id} ref={here} tabIndex={-1} className={styles.part}>
      <Block title={props.title} about={props.about} action={<SaveState part={part} />}>
        <Asking part={part} told={props.told} />
        {props.before}
        <fieldset className={styles.fields} disabled={!part.may} onBlur={onBlur}>
          <legend className="unseen">{props.title}</legend>
          {props.children}
        </fieldset>
        {props.after}
      </Block>
    </div>
  );
}

/** Whoever uses the keyboard goes on where the part begins. */
function goTo(part: HTMLElement | null): void {
  part?.scrollIntoView();
  part?.focus({ preventScroll: true });
}
