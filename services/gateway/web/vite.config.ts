import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

// `npm run dev` shows the page from source and asks a running gateway for everything else.
const gateway = process.env.COMPTOIR_GATEWAY ?? "http://127.0.0.1:8000";
const asked = ["/api", "/guest", "/welcome", "/media", "/sheet"];

// What every page needs travels in one file, what those behind the sign-in need in another: few
// files compress better than many small ones and are asked for at once. What one page needs stays
// its own. A group takes along whatever its files import.
const together = [
  { name: "first", test: /src\/app\/begin/, priority: 3 },
  { name: "shell", test: /src\/shell\/(Shell|PropertyFrame)\./, priority: 2 },
  { name: "often", minShareCount: 6, priority: 1 },
];

// Nearly all of these files runs at every start: a browser that knows this word compiles them while
// they arrive, beside the page's own thread, and not function by function in it.
const COMPILED_AT_ONCE = "//# allFunctionsCalledOnLoad\n";
const AT_EVERY_START = new Set(["first"]);

function readyAtOnce(): Plugin {
  return {
    name: "ready-at-once",
    apply: "build",
    // The document itself names what the page begins with, before any script has run.
    transformIndexHtml: (_, { bundle = {} }) =>
      Object.values(bundle)
        .filter((file) => file.type === "chunk" && AT_EVERY_START.has(file.name))
        .map((file) => ({
          tag: "link",
          attrs: { rel: "modulepreload", crossorigin: true, href: `/${file.fileName}` },
        })),
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== "chunk" || !AT_EVERY_START.has(file.name)) continue;
          file.code = COMPILED_AT_ONCE + file.code;
          if (file.map) file.map.mappings = `;${file.map.mappings}`;
        }
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), readyAtOnce()],
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
