import { en } from 'zod/locales';
import * as z from 'zod/mini';

/*
 * The words in which a schema says what is wrong: zod/mini has none of its own, and calls everything "Invalid input". Whatever
 * shows problems to somebody imports this.
 */
z.config(en());
