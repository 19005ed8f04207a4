import type { Sounded } from "@/live/told";

/** Notes of a chime: pitch (Hz), when it begins and how long it sounds (seconds). */
type Note = readonly [pitch: number, at: number, long: number];

// Told apart without knowing music: rising is new, a fast triple is near, a low knock is a message,
// falling will not come.
const CHIMES: Record<Sounded, readonly Note[]> = {
  placed: [
    [659, 0, 0.18],
    [880, 0.16, 0.34],
  ],
  near: [
    [988, 0, 0.12],
    [988, 0.17, 0.12],
    [1319, 0.34, 0.3],
  ],
  message: [
    [523, 0, 0.1],
    [523, 0.14, 0.22],
  ],
  stopped: [
    [587, 0, 0.22],
    [440, 0.22, 0.22],
    [330, 0.44, 0.42],
  ],
};
const LOUD = 0.18;
const RISE = 0.012;

let context: AudioContext | null = null;

/** Whether the browser still waits for a click or a key before it lets a page sound. */
export function waitsForTouch(): boolean {
  return context?.state !== "running";
}

/** Ask for sound; heard only from within a click or a key, the first time. */
export async function allowSound(): Promise<boolean> {
  context ??= new AudioContext();
  if (context.state === "suspended") await Promise.race([context.resume(), soon()]);
  return context.state === "running";
}

const soon = () => new Promise<void>((done) => setTimeout(done, 300));

/** Sounds one chime, if the browser lets the page. */
export function chime(news: Sounded): void {
  if (context?.state !== "running") return;
  for (const [pitch, at, long] of CHIMES[news])
    sound(context, pitch, context.currentTime + at, long);
}

function sound(on: AudioContext, pitch: number, at: number, long: number): void {
  const tone = on.createOscillator();
  const volume = on.createGain();
  tone.type = "triangle";
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUD, at + RISE);
  volume.gain.exponentialRampToValueAtTime(0.001, at + long);
  tone.connect(volume).connect(on.destination);
  tone.start(at);
  tone.stop(at + long + 0.02);
}
