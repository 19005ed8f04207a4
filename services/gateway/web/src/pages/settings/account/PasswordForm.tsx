import { Alert, Button, PasswordInput, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/problem";
import { changePassword, LONGEST, SHORTEST } from "@/pages/settings/account/password";
import { useMe } from "@/session/me";
import { Block } from "@/ui/Block";
import { useProblemText } from "@/ui/problems";

const NONE = { current: "", new: "" };

/** A new password, for which the old one is asked. Never kept as a draft. */
export function PasswordForm() {
  const { t } = useTranslation(["settings", "shell"]);
  const text = useProblemText();
  const { mail } = useMe();
  const [typed, setTyped] = useState(NONE);
  const [short, setShort] = useState(false);
  const changing = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      setTyped(NONE);
      notifications.show({ message: t("password.changed"), color: "green" });
    },
    onError: () => document.getElementById("current-password")?.focus(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const tooShort = typed.new.length < SHORTEST;
    setShort(tooShort);
    if (tooShort) document.getElementById("new-password")?.focus();
    else changing.mutate(typed);
  };
  const problem = changing.error ? asProblem(changing.error) : null;
  const wrong = problem?.fields.some(({ field }) => field === "current");
  const eye = { "aria-label": t("signin.show_password", { ns: "shell" }) };

  return (
    <Block title={t("password.title")} about={t("password.about")}>
      <form onSubmit={submit}>
        <Stack maw="22rem">
          <input type="hidden" name="username" value={mail ?? ""} autoComplete="username" />
          <PasswordInput
            id="current-password"
            label={t("password.current")}
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={eye}
            value={typed.current}
            error={wrong && t("password.wrong")}
            onChange={(event) => setTyped({ ...typed, current: event.currentTarget.value })}
          />
          <PasswordInput
            id="new-password"
            label={t("password.new")}
            description={t("password.rule", { shortest: SHORTEST })}
            autoComplete="new-password"
            required
            withAsterisk={false}
            maxLength={LONGEST}
            visibilityToggleButtonProps={eye}
            value={typed.new}
            error={short && typed.new.length < SHORTEST && t("password.short")}
            onChange={(event) => setTyped({ ...typed, new: event.currentTarget.value })}
          />
          {problem && !wrong && (
            <Alert color="red" role="alert">
              {text(problem)}
            </Alert>
          )}
          <Button
            type="submit"
            variant="default"
            loading={changing.isPending}
            style={{ alignSelf: "flex-start" }}
          >
            {t("password.change")}
          </Button>
        </Stack>
      </form>
    </Block>
  );
}
