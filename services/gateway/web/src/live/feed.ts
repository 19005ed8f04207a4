/** One value that changes, and those who watch it; they are told once per frame at the most. */
export class Feed<Value> {
  private readonly watchers = new Set<() => void>();
  private telling = false;

  constructor(private value: Value) {}

  readonly get = (): Value => this.value;

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  set(value: Value): void {
    this.value = value;
    if (this.telling) return;
    this.telling = true;
    queueMicrotask(() => {
      this.telling = false;
      for (const watcher of this.watchers) watcher();
    });
  }

  change(to: (value: Value) => Value): void {
    this.set(to(this.value));
  }
}
