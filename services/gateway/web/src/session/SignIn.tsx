import { Alert, Button, Paper, PasswordInput, Stack, TextInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/problem";
import { useAddress } from "@/app/search";
import { startOf } from "@/app/start";
import { type Me, signIn } from "@/session/me";
import styles from "@/session/SignIn.module.css";
import { LanguageMenu } from "@/shell/LanguageMenu";
import { useProblemText } from "@/ui/problems";

/** Sign-in, and back to where one came from. */
export function SignIn() {
  const { t } = useTranslation("shell");
  const problemText = useProblemText();
  const [{ back, ended }] = useAddress();
  const [mail, setMail] = useState("");
  const [password, setPassword] = useState("");
  const navigate = useNavigate();
  const router = useRouter();
  const trying = useMutation({
    mutationFn: () => signIn(mail, password),
    onSuccess: (me: Me) => {
      const inside = back?.startsWith("/") && !back.startsWith("//");
      if (inside) router.history.push(back as string);
      else void navigate({ to: startOf(me) });
    },
    onError: () => document.getElementById("password")?.focus(),
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    trying.mutate();
  };

  return (
    <main className={styles.page}>
      <Paper className={styles.box} withBorder>
        <form onSubmit={submit}>
          <Stack gap="md">
            <Title order={1} className={styles.name}>
              Comptoir
            </Title>
            {ended && !trying.error && <Alert color="yellow">{t("signin.ended")}</Alert>}
            {trying.error && (
              <Alert color="red" role="alert">
                {problemText(asProblem(trying.error))}
              </Alert>
            )}
            <TextInput
              label={t("signin.mail")}
              type="email"
              name="mail"
              autoComplete="username"
              required
              autoFocus
              value={mail}
              onChange={(event) => setMail(event.currentTarget.value)}
            />
            <PasswordInput
              id="password"
              label={t("signin.password")}
              name="password"
              autoComplete="current-password"
              required
              visibilityToggleButtonProps={{ "aria-label": t("signin.show_password") }}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" size="md" loading={trying.isPending}>
              {t("signin.submit")}
            </Button>
          </Stack>
        </form>
      </Paper>
      <LanguageMenu />
    </main>
  );
}
