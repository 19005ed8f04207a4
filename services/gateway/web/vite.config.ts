import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `npm run dev` shows the page from source and asks a running gateway for everything else.
const gateway = process.env.COMPTOIR_GATEWAY ?? "http://127.0.0.1:8000";
const asked = ["/api", "/guest", "/welcome", "/media", "/sheet"];

// What nearly every page needs travels in few files, which compress better than many small ones and
// are asked for at once; what one page needs stays its own.
const together = [
  { name: "first", tags: ["$initial" as const], priority: 3 },
  { name: "shared", minShareCount: 18, priority: 2 },
  { name: "often", minShareCount: 8, priority: 1 },
];

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": path.resolve(import.meta.dirname, "src") } },
  // Browsers of the last two years: light-dark() and all else stay as they are written.
  build: {
    target: ["chrome125", "firefox128", "safari18"],
    sourcemap: true,
    chunkSizeWarningLimit: 600,
    rolldownOptions: { output: { codeSplitting: { groups: together } } },
  },
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(asked.map((prefix) => [prefix, { target: gateway }])),
  },
});
