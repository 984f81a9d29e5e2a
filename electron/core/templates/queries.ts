import type { Template } from '#shared/contract/templates.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

const COLUMNS = 'id, name, text, category, created_at AS createdAt, updated_at AS updatedAt';

/** What is stored of a template besides its id. */
export type TemplateValues = { name: string; text: string; category: string; now: number };

/** Every template by name. */
export function allTemplates(db: Db): Template[] {
  return statement<Template>(
    db,
    `SELECT ${COLUMNS} FROM templates ORDER BY name COLLATE NOCASE`,
  ).all();
}

/** The template of this id; undefined where it is gone. */
export function templateById(db: Db, id: number): Template | undefined {
  return statement<Template>(db, `SELECT ${COLUMNS} FROM templates WHERE id = ?`).get(id);
}

/** The template of this name, whatever the case. */
export function templateByName(db: Db, name: string): Template | undefined {
  return statement<Template>(db, `SELECT ${COLUMNS} FROM templates WHERE name = ?`).get(name);
}

/** Adds a template and answers its id. The name must be free. */
export function insertTemplate(db: Db, values: TemplateValues): number {
  return Number(
    statement(
      db,
      'INSERT INTO templates (name, text, category, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
    ).run(values.name, values.text, values.category, values.now, values.now).lastInsertRowid,
  );
}

/** Changes a template. Campaigns keep the text they were made with. */
export function updateTemplate(db: Db, id: number, values: TemplateValues): void {
  statement(
    db,
    'UPDATE templates SET name = ?, text = ?, category = ?, updated_at = ? WHERE id = ?',
  ).run(values.name, values.text, values.category, values.now, id);
}

/** Removes a template. */
export function deleteTemplate(db: Db, id: number): void {
  statement(db, 'DELETE FROM templates WHERE id = ?').run(id);
}
