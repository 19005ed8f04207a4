import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** A page's search; `/` goes to it, Escape empties it. `hint` says what is found, if not orders. */
export function SearchField(props: {
  value: string;
  onChange: (value: string) => void;
  hint?: string;
}) {
  const { t } = useTranslation("shell");
  const { value, onChange } = props;
  return (
    <TextInput
      data-search
      type="search"
      w={{ base: "100%", sm: "20rem" }}
      maw="100%"
      // Where the field is narrow, the hint says that there is more of it.
      styles={{ input: { textOverflow: "ellipsis" } }}
      aria-label={t("search.label")}
      placeholder={props.hint ?? t("search.hint")}
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={
        value && (
          <CloseButton aria-label={t("search.clear")} size="sm" onClick={() => onChange("")} />
        )
      }
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        if (value) onChange("");
        else event.currentTarget.blur();
      }}
    />
  );
}
