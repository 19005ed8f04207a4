/** Fewer, how many, more; by large targets. What cannot go on stays there to be asked about. */
export function Stepper(props: {
  shown: string;
  fewer: string;
  more: string;
  canFewer: boolean;
  canMore: boolean;
  onStep(by: 1 | -1): void;
}) {
  const step = (by: 1 | -1, can: boolean) => () => can && props.onStep(by);
  return (
    <span className="stepper">
      <button
        type="button"
        aria-label={props.fewer}
        aria-disabled={!props.canFewer}
        onClick={step(-1, props.canFewer)}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M5 12h14" />
        </svg>
      </button>
      <output aria-live="polite">{props.shown}</output>
      <button
        type="button"
        aria-label={props.more}
        aria-disabled={!props.canMore}
        onClick={step(1, props.canMore)}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M5 12h14M12 5v14" />
        </svg>
      </button>
    </span>
  );
}
