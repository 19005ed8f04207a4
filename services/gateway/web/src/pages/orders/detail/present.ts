/** What a page says about the order that it shows. */
export type Said = "open" | "writing" | "closed";

/** Somebody's page that has the order open; gone at `good_until` unless it is said again. */
export interface Present {
  order_id: string;
  person_id: string;
  name: string;
  tab: string;
  state: Said;
  at: string;
  good_until: string;
}

type News = { all: Present[] } | { said: Present } | { at: number };

/** Who has the order open, after one more was heard of or time has passed. */
export function presentNow(known: readonly Present[], news: News): readonly Present[] {
  if ("all" in news) return news.all;
  if ("at" in news) {
    const still = known.filter((one) => Date.parse(one.good_until) > news.at);
    return still.length === known.length ? known : still;
  }
  const { said } = news;
  const older = known.find(({ tab }) => tab === said.tab);
  if (older && older.at > said.at) return known;
  const others = known.filter(({ tab }) => tab !== said.tab);
  return said.state === "closed" ? others : [...others, said];
}
