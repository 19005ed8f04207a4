const MOST = 99;
const SIZE = 64;

const short = (count: number) => (count > MOST ? `${MOST}+` : String(count));

/** A title with how much waits in front of it: "(2) Comptoir"; without when nothing does. */
export function titleWith(title: string, count: number): string {
  const bare = title.replace(/^\(\d+\+?\) /, "");
  return count > 0 ? `(${short(count)}) ${bare}` : bare;
}

/** Shows how much waits where the page is not in sight: title, icon of the tab, icon of the app. */
export function showWaiting(count: number): void {
  document.title = titleWith(document.title, count);
  void drawIcon(count);
  if ("setAppBadge" in navigator) {
    void (count ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => undefined);
  }
}

let own = "";
let wanted = 0;

async function drawIcon(count: number): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  if (!link) return;
  own ||= link.href;
  wanted = count;
  if (count === 0) {
    link.href = own;
    return;
  }
  const picture = new Image();
  picture.src = own;
  await picture.decode().catch(() => undefined);
  if (wanted === count) link.href = withCount(picture, count);
}

function withCount(picture: HTMLImageElement, count: number): string {
  const canvas = document.createElement("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  const pen = canvas.getContext("2d");
  if (!pen) return picture.src;
  if (picture.complete && picture.naturalWidth) pen.drawImage(picture, 0, 0, SIZE, SIZE);
  pen.fillStyle =
    getComputedStyle(document.documentElement).getPropertyValue("--badge") || "#d9480f";
  pen.beginPath();
  pen.arc(SIZE * 0.66, SIZE * 0.66, SIZE * 0.34, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = "#fff";
  pen.font = `700 ${count > 9 ? 30 : 38}px sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(count > MOST ? "…" : String(count), SIZE * 0.66, SIZE * 0.68);
  return canvas.toDataURL("image/png");
}
