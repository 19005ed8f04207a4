import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { Schemas } from "@/api/client";
import { WithHut } from "@/pages/products/saving/Loaded";
import { CharacteristicsBlock } from "@/pages/products/sheet/CharacteristicsBlock";
import { ContactBlock } from "@/pages/products/sheet/ContactBlock";
import { LinksBlock } from "@/pages/products/sheet/LinksBlock";
import { TextsBlock } from "@/pages/products/sheet/TextsBlock";
import { LanguageChoice } from "@/pages/products/words/LanguageChoice";
import { useWriting } from "@/pages/products/words/languages";

const PositionBlock = lazy(() => import("@/pages/products/sheet/PositionBlock"));

/** The one sheet of the hut (R10 to R15, R18). */
export default function SheetSection() {
  return <WithHut>{(hut) => <Sheet hut={hut} />}</WithHut>;
}

function Sheet({ hut }: { hut: Schemas["HutAnswer"] }) {
  const writing = useWriting();
  const { texts } = hut.sheet;
  const share = (language: string) => {
    const said = Object.values(texts?.[language] ?? {}).filter((text) => text.trim());
    return Math.min(1, said.length / 3);
  };
  return (
    <>
      <ContactBlock hut={hut} />
      <Suspense fallback={<Skeleton height="24rem" radius="md" mb="md" />}>
        <PositionBlock hut={hut} />
      </Suspense>
      <LanguageChoice writing={writing} share={share} />
      <TextsBlock key={writing.language} hut={hut} writing={writing} />
      <CharacteristicsBlock hut={hut} writing={writing} />
      <LinksBlock hut={hut} writing={writing} />
    </>
  );
}
