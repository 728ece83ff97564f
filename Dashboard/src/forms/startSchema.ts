import type { Schema } from '../api/views';

/** The start form without what only other channels ask for. */
export const formOf = (schema: Schema, channel: string): Schema => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([, member]) => (member['x-channel'] ?? channel) === channel)),
});
