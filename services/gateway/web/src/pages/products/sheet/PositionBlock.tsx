import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { IconCurrentLocation } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, type Schemas } from "@/api/client";
import rows from "@/pages/products/fields/Rows.module.css";
import { useField } from "@/pages/products/saving/faultText";
import { PartBlock, type Told } from "@/pages/products/saving/PartBlock";
import { useHutPart } from "@/pages/products/saving/parts";
import { HutMap, type MapInHand } from "@/pages/products/sheet/HutMap";
import {
  bodyOf,
  check,
  type Form,
  formOf,
  type Place,
  pair,
  placeOf,
  typed,
} from "@/pages/products/sheet/position";
import styles from "@/pages/products/sheet/Sheet.module.css";

/** Where the hut stands: on the map by a press or a drag, or by its degrees (R13). */
export default function PositionBlock({ hut }: { hut: Schemas["HutAnswer"] }) {
  const { t } = useTranslation("products");
  const part = useHutPart<Form>(hut, {
    name: "position",
    form: formOf,
    check,
    put: (property, form, header) =>
      client.PUT("/api/v1/properties/{property}/hut/position", {
        params: { path: { property }, header },
        body: { position: bodyOf(form) },
      }),
  });
  const { form } = part;
  const field = useField(part);
  const map = useRef<MapInHand>(null);
  const layers = Object.keys(hut.map_tiles ?? {});
  const [layer, setLayer] = useState(layers[0] ?? "");
  const place = placeOf(form);
  const change = (to: Partial<Form>) => part.set({ ...form, ...to });
  const put = (there: Place) => part.may && change(typed(there));
  const write = (name: "latitude" | "longitude", text: string) => {
    const both = pair(text);
    change(both ? typed(both) : { [name]: text });
  };
  const told = (said: Form): Told =>
    Object.entries(said).map(([name, text]) => [t(`position.${name as keyof Form}`), text]);
  return (
    <PartBlock
      id="position"
      part={part}
      title={t("position.title")}
      about={t(layers.length ? "position.about" : "position.about_plain")}
      told={told}
    >
      <div className={styles.tools}>
        {layers.length > 1 && (
          <SegmentedControl
            aria-label={t("position.layer")}
            value={layer}
            onChange={setLayer}
            data={layers.map((value) => ({ value, label: t(`layer.${value as "plan"}`) }))}
          />
        )}
        <Button
          variant="default"
          leftSection={<IconCurrentLocation size={18} aria-hidden />}
          onClick={() => map.current && put(map.current.middle())}
        >
          {t("position.here")}
        </Button>
      </div>
      <HutMap ref={map} place={place} tiles={hut.map_tiles?.[layer]} put={put} />
      <div className={rows.grid}>
        {(["latitude", "longitude", "altitude"] as const).map((name) => (
          <div key={name} className={rows.third}>
            <TextInput
              {...field(name)}
              mt="sm"
              label={t(`position.${name}`)}
              inputMode={name === "altitude" ? "numeric" : "text"}
              value={form[name]}
              rightSection={name === "altitude" ? <span aria-hidden>m</span> : undefined}
              onChange={(event) => {
                const text = event.currentTarget.value;
                if (name === "altitude") change({ altitude: text });
                else write(name, text);
              }}
            />
          </div>
        ))}
      </div>
    </PartBlock>
  );
}
