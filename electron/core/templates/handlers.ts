import { failed, invalid } from '#shared/contract/errors.ts';
import type { Template } from '#shared/contract/templates.ts';
import { parseTemplate } from '#shared/template/parse.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { api } from '#core/rpc/implement.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';
import {
  allTemplates,
  deleteTemplate,
  insertTemplate,
  templateById,
  templateByName,
  updateTemplate,
} from '#core/templates/queries.ts';

/** Saved texts: each change is published; refuses a name that is taken and an id that is gone. */
export function createTemplatesHandlers({
  db,
  bus,
  clock,
}: Pick<CoreDeps, 'db' | 'bus' | 'clock'>) {
  const changed = () => bus.publish({ type: 'templates.changed' });
  return api.templates.router({
    all: api.templates.all.handler(() => allTemplates(db)),
    get: api.templates.get.handler(({ input }) => requireTemplate(db, input.id)),
    create: api.templates.create.handler(({ input }) => {
      assertParses(input.text);
      const id = transaction(db, () => {
        assertNameFree(db, input.name);
        return insertTemplate(db, { ...input, now: clock.now() });
      });
      changed();
      return requireTemplate(db, id);
    }),
    update: api.templates.update.handler(({ input }) => {
      assertParses(input.text);
      transaction(db, () => {
        requireTemplate(db, input.id);
        assertNameFree(db, input.name, input.id);
        updateTemplate(db, input.id, { ...input, now: clock.now() });
      });
      changed();
      return requireTemplate(db, input.id);
    }),
    remove: api.templates.remove.handler(({ input }) => {
      requireTemplate(db, input.id);
      deleteTemplate(db, input.id);
      changed();
      return { ok: true as const };
    }),
  });
}

function requireTemplate(db: Db, id: number): Template {
  const template = templateById(db, id);
  if (!template) {
    throw failed(
      'no-such-template',
      'That template is no longer there; somebody removed it. Nothing was changed.',
    );
  }
  return template;
}

function assertNameFree(db: Db, name: string, except?: number): void {
  const taken = templateByName(db, name);
  if (taken && taken.id !== except) {
    throw invalid(
      'name-taken',
      `There is already a template called "${taken.name}". Nothing was saved. Choose another name.`,
      { name: taken.name, templateId: taken.id, case: 'template' },
    );
  }
}

function assertParses(text: string): void {
  const result = parseTemplate(text);
  if (result.ok) return;
  const { line, column } = result;
  const place = line === undefined ? '' : `Line ${line}, character ${column ?? 1}: `;
  throw invalid('template-error', `${place}${result.message} Nothing was saved.`, {
    line,
    column,
    problem: result.message,
    case: line === null ? 'whole' : 'placed',
  });
}
