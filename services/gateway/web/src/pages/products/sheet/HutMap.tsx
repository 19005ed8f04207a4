import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import type { Place } from "@/pages/products/sheet/position";
import styles from "@/pages/products/sheet/Sheet.module.css";

/** What others may ask of a map: where its middle is. */
export interface MapInHand {
  middle: () => Place;
}

type Tiles = Schemas["MapTiles"];

// The western Alps, where one looks before a hut has its place.
const ALPS: L.LatLngTuple = [45.3, 6.7];
const FAR = 7;
const NEAR = 13;
const PIN = `<svg viewBox="0 0 24 32" width="30" height="40" aria-hidden="true">
  <path fill="currentColor" stroke="#fff" stroke-width="1.5"
    d="M12 1C6 1 1 6 1 12c0 8 11 19 11 19s11-11 11-19C23 6 18 1 12 1z"/>
  <circle cx="12" cy="12" r="4.5" fill="#fff"/></svg>`;

/** A map with the hut on it: drawn from tiles where there are any, else from degrees alone. */
export function HutMap(props: {
  ref: Ref<MapInHand>;
  place: Place | null;
  tiles: Tiles | undefined;
  put: (place: Place) => void;
}) {
  const { t } = useTranslation("products");
  const { place, tiles } = props;
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map | null>(null);
  const pin = useRef<L.Marker | null>(null);
  const put = useRef(props.put);
  put.current = props.put;
  const from = useRef(place);

  useEffect(() => {
    if (!box.current) return;
    const start = from.current;
    const drawn = L.map(box.current, {
      scrollWheelZoom: false,
      zoomControl: false,
      fadeAnimation: false,
    });
    drawn.setView(start ? [start.latitude, start.longitude] : ALPS, start ? NEAR : FAR);
    drawn.on("click", ({ latlng }) => put.current(placeAt(latlng)));
    map.current = drawn;
    return () => {
      drawn.remove();
      map.current = null;
      pin.current = null;
    };
  }, []);

  useEffect(() => {
    const drawn = map.current;
    if (!drawn) return;
    const control = L.control.zoom({ zoomInTitle: t("map.in"), zoomOutTitle: t("map.out") });
    control.addTo(drawn);
    return () => {
      control.remove();
    };
  }, [t]);

  useEffect(() => {
    const drawn = map.current;
    if (!drawn) return;
    const layer = tiles
      ? L.tileLayer(tiles.url, { attribution: tiles.attribution, maxZoom: 19 })
      : new Degrees({ maxZoom: 19 });
    layer.addTo(drawn);
    return () => {
      layer.remove();
    };
  }, [tiles]);

  const { latitude, longitude } = place ?? {};
  useEffect(() => {
    const drawn = map.current;
    if (!drawn) return;
    if (latitude === undefined || longitude === undefined) {
      pin.current?.remove();
      pin.current = null;
      return;
    }
    pin.current ??= pinOn(drawn, t("map.pin"), (there) => put.current(there));
    pin.current.setLatLng([latitude, longitude]);
    if (!drawn.getBounds().contains([latitude, longitude])) drawn.panTo([latitude, longitude]);
  }, [latitude, longitude, t]);

  useImperativeHandle(props.ref, () => ({
    middle: () => placeAt(map.current?.getCenter() ?? L.latLng(ALPS)),
  }));

  return <div ref={box} className={styles.map} role="application" aria-label={t("map.label")} />;
}

function placeAt({ lat, lng }: L.LatLng): Place {
  return { latitude: lat, longitude: L.Util.wrapNum(lng, [-180, 180], true) };
}

function pinOn(map: L.Map, title: string, moved: (place: Place) => void): L.Marker {
  const icon = L.divIcon({
    html: PIN,
    className: styles.pin ?? "",
    iconSize: [30, 40],
    iconAnchor: [15, 40],
  });
  const pin = L.marker([0, 0], { icon, title, alt: title, draggable: true });
  pin.on("dragend", () => moved(placeAt(pin.getLatLng())));
  return pin.addTo(map);
}

/** A layer of squares, each with the degrees of its corner: a map for where there are no tiles. */
class Degrees extends L.GridLayer {
  protected override createTile(coords: L.Coords): HTMLElement {
    const square = document.createElement("div");
    square.className = styles.grid ?? "";
    const size = this.getTileSize();
    const corner = L.CRS.EPSG3857.pointToLatLng(
      L.point(coords.x * size.x, coords.y * size.y),
      coords.z,
    );
    square.textContent = `${corner.lat.toFixed(3)}, ${corner.lng.toFixed(3)}`;
    return square;
  }
}
