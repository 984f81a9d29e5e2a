import { z } from 'zod';

/** The pages' policy allows no eval; zod would try it once and have the browser report that. */
z.config({ jitless: true });
