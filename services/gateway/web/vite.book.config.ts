import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The booking of a hut is built by itself, so that no piece of the back office travels to a guest's
// phone. The gateway draws the page around it and finds its script in the manifest.
export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": path.resolve(import.meta.dirname, "src") } },
  publicDir: false,
  build: {
    target: ["chrome109", "firefox115", "safari16"],
    sourcemap: true,
    emptyOutDir: false,
    manifest: "book.json",
    rolldownOptions: { input: "src/book/main.tsx" },
  },
});
