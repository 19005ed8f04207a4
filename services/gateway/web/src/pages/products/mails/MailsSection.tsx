import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import rows from "@/pages/products/fields/Rows.module.css";
import { bodyOf, check, type Form, formOf, share, withTexts } from "@/pages/products/mails/form";
import { MailFields } from "@/pages/products/mails/MailFields";
import { MailPreview } from "@/pages/products/mails/MailPreview";
import { useField } from "@/pages/products/saving/faultText";
import { WithSelling } from "@/pages/products/saving/Loaded";
import { PartBlock, type Told } from "@/pages/products/saving/PartBlock";
import { useSellingPart } from "@/pages/products/saving/parts";
import { LanguageChoice } from "@/pages/products/words/LanguageChoice";
import { useWriting } from "@/pages/products/words/languages";

/** The warden's words around the automatic mails, and who sends them (R20, R21). */
export default function MailsSection() {
  return <WithSelling>{(sold) => <Mails sold={sold} />}</WithSelling>;
}

function Mails({ sold }: { sold: Schemas["SellingAnswer"] }) {
  const { t } = useTranslation("products");
  const writing = useWriting();
  const part = useSellingPart<Form>(sold, {
    name: "mails",
    form: formOf,
    check,
    put: (property, form, header) =>
      client.PUT("/api/v1/properties/{property}/mails", {
        params: { path: { property }, header },
        body: { mails: bodyOf(form) },
      }),
  });
  const { form } = part;
  const field = useField(part);
  const told = (said: Form): Told => [
    [t("mails.sender"), said.sender],
    ...Object.entries(said.texts).flatMap(([language, texts]) =>
      Object.entries(texts).map(
        ([name, text]) =>
          [`${language}: ${t(`mails.${name as keyof typeof texts}`)}`, text] as const,
      ),
    ),
  ];
  return (
    <>
      <PartBlock
        id="mails"
        part={part}
        title={t("mails.title")}
        about={t("mails.about")}
        told={told}
        before={<LanguageChoice writing={writing} share={(language) => share(form, language)} />}
      >
        <div className={rows.group}>
          <TextInput
            {...field("sender")}
            type="email"
            label={t("mails.sender")}
            description={t("mails.sender_help")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            withAsterisk
            maxLength={254}
            value={form.sender}
            onChange={(event) => part.set({ ...form, sender: event.currentTarget.value })}
          />
        </div>
        <MailFields
          part={part}
          writing={writing}
          change={(to) => part.set(withTexts(form, writing.language, to))}
        />
      </PartBlock>
      <MailPreview form={form} selling={sold.selling} writing={writing} />
    </>
  );
}
