import { z } from 'zod';

export const count = () => z.int().min(1).max(100_000);
export const fraction = () => z.number().gt(0).max(1);
export const seed = () => z.int().default(42);
