/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The Host serves the build under /app; in development the pages come from here and everything else from a running Host.
export default defineConfig({
  base: '/app/',
  plugins: [react()],
  build: { manifest: true, target: 'es2022', chunkSizeWarningLimit: 1500, modulePreload: { polyfill: false } },
  server: { proxy: Object.fromEntries(['/api', '/elsa', '/studio', '/desk'].map(path => [path, { target: 'http://localhost:5080', changeOrigin: false }])) },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], setupFiles: [] },
});
