import { Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight } from "@mantine/spotlight";
import { IconLanguage, IconSearch, IconServerCog, IconSettings } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { startOf } from "@/app/start";
import { chooseLanguage } from "@/i18n";
import { LANGUAGE_NAMES, LANGUAGES } from "@/i18n/languages";
import { type MyProperty, useMe } from "@/session/me";
import { pagesOf } from "@/shell/pages";
import { StatusMark } from "@/ui/StatusMark";

interface Action {
  id: string;
  label: string;
  about?: string;
  mark?: ReactNode;
  run: () => void;
}

const FOUND = 8;

/** Pages, actions, and orders by room, guest or reference, behind Ctrl K. */
export function Palette({ property }: { property: MyProperty | undefined }) {
  const { t } = useTranslation("shell");
  const [query, setQuery] = useState("");
  const orders = useFoundOrders(property, query);
  const wanted = query.trim().toLocaleLowerCase();
  const actions = useActions(property).filter(({ label }) =>
    label.toLocaleLowerCase().includes(wanted),
  );
  const all = [...actions, ...orders];
  useFirstMarked(all.map(({ id }) => id).join(), wanted !== "");
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight="60dvh"
      clearQueryOnClose
    >
      <Modal.Title className="unseen">{t("keys.palette")}</Modal.Title>
      <Spotlight.Search
        placeholder={t("palette.hint")}
        aria-label={t("palette.hint")}
        leftSection={<IconSearch size={20} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {all.map(({ id, label, about, mark, run }) => (
          <Spotlight.Action
            key={id}
            label={label}
            {...(about ? { description: about } : {})}
            leftSection={mark}
            onClick={run}
          />
        ))}
        {all.length === 0 && <Spotlight.Empty>{t("palette.nothing", { query })}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** Spotlight marks the first action, for Enter, as the query changes; what is found later is marked
 * here. */
function useFirstMarked(found: string, asked: boolean): void {
  useEffect(() => {
    if (!found || !asked || document.querySelector("[data-action][data-selected]")) return;
    document.querySelector("[data-action]")?.setAttribute("data-selected", "true");
  }, [found, asked]);
}

function useFoundOrders(property: MyProperty | undefined, query: string): Action[] {
  const navigate = useNavigate();
  const [asked] = useDebouncedValue(query.trim(), 150);
  const { data } = api.useQuery(
    "get",
    "/api/v1/properties/{property}/orders",
    { params: { path: { property: property?.id ?? "" }, query: { q: asked, limit: FOUND } } },
    { enabled: asked.length > 0 && !!property?.permissions.includes("see_orders") },
  );
  if (!asked || !property) return [];
  return (data?.orders ?? []).map((card) => ({
    id: card.order_id,
    label: `${card.room} · ${card.guest}`,
    about: `${card.reference} · ${card.restaurant}`,
    mark: <StatusMark card={card} bare />,
    run: () =>
      void navigate({
        to: "/p/$property/orders",
        params: { property: property.id },
        search: { order: card.order_id },
      }),
  }));
}

function useActions(property: MyProperty | undefined): Action[] {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  const me = useMe();
  const go = (to: string) => () => void navigate({ to });
  const actions: Action[] = [];
  for (const { name, icon: Icon } of pagesOf(property)) {
    const mark = <Icon size={20} aria-hidden />;
    actions.push({
      id: name,
      label: t(`page.${name}`),
      mark,
      run: go(`/p/${property?.id}/${name}`),
    });
  }
  if (me.operations) {
    const mark = <IconServerCog size={20} aria-hidden />;
    actions.push({ id: "operations", label: t("page.operations"), mark, run: go("/operations") });
  }
  if (property) {
    const mark = <IconSettings size={20} aria-hidden />;
    const run = go(`/p/${property.id}/settings/account`);
    actions.push({ id: "settings", label: t("settings"), mark, run });
  }
  for (const one of me.properties.filter(({ id }) => id !== property?.id)) {
    actions.push({
      id: one.id,
      label: one.name,
      about: t("property"),
      run: go(startOf({ ...me, properties: [one] })),
    });
  }
  for (const language of LANGUAGES) {
    actions.push({
      id: `language-${language}`,
      label: LANGUAGE_NAMES[language],
      about: t("language"),
      mark: <IconLanguage size={20} aria-hidden />,
      run: () => void chooseLanguage(language),
    });
  }
  return actions;
}
