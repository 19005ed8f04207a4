import { useEffect } from "react";
import { useAddress } from "@/app/search";

/**
 * The board as a wall (`?wall=yes`): it fills the screen and keeps it awake. Leaving full screen,
 * by Escape too, leaves the wall.
 */
export function useWall(): { wall: boolean; enter: () => void; leave: () => void } {
  const [address, change] = useAddress();
  const wall = address.wall === "yes";

  useEffect(() => {
    if (!wall) return;
    const left = () => !document.fullscreenElement && change({ wall: undefined }, true);
    document.addEventListener("fullscreenchange", left);
    return () => document.removeEventListener("fullscreenchange", left);
  }, [wall, change]);

  useEffect(() => {
    if (!wall || !("wakeLock" in navigator)) return;
    let held: WakeLockSentinel | undefined;
    let over = false;
    const hold = async () => {
      if (document.visibilityState !== "visible") return;
      held = await navigator.wakeLock.request("screen").catch(() => undefined);
      if (over) void held?.release();
    };
    void hold();
    document.addEventListener("visibilitychange", hold);
    return () => {
      over = true;
      document.removeEventListener("visibilitychange", hold);
      void held?.release();
    };
  }, [wall]);

  return {
    wall,
    enter: () => {
      change({ wall: "yes", chat: undefined });
      // Where the browser has no full screen (a phone), the wall fills the page.
      void document.documentElement.requestFullscreen?.().catch(() => undefined);
    },
    leave: () => {
      change({ wall: undefined }, true);
      if (document.fullscreenElement) void document.exitFullscreen();
    },
  };
}
